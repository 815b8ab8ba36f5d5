"""The addresses of this room."""

from django.urls import path

from .views import bulk, exports, filters, imports

app_name = "exchange"
urlpatterns = [
    path("uitwisseling/", exports.overview, name="overview"),
    path("uitwisseling/export/<uuid:uuid>/", exports.export_run, name="export_run"),
    path("uitwisseling/export/<uuid:uuid>/bestand/", exports.export_file, name="export_file"),
    path("uitwisseling/import/<uuid:uuid>/", imports.import_run, name="import_run"),
    path("uitwisseling/import/<uuid:uuid>/invoeren/", imports.import_confirm, name="import_confirm"),
    path("uitwisseling/<slug:key>/export/", exports.export, name="export"),
    path("uitwisseling/<slug:key>/import/", imports.import_start, name="import_start"),
    path("uitwisseling/<slug:key>/bewerken/", bulk.bulk, name="bulk"),
    path("uitwisseling/<slug:key>/bewerkt/<uuid:change_set>/", bulk.bulk_done, name="bulk_done"),
    path("uitwisseling/<slug:key>/filter/", filters.filter_add, name="filter_add"),
    path("filters/", filters.filters, name="filters"),
    path("filters/<slug:slug>/weg/", filters.filter_remove, name="filter_remove"),
    path("filters/<slug:slug>/volgen/", filters.filter_follow, name="filter_follow"),
    path("volgen/stoppen/<slug:token>/", filters.follow_stop, name="follow_stop"),
]
