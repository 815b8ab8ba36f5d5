"""The addresses of this room."""

from django.urls import path

from . import kin, similar, views

app_name = "finding"
urlpatterns = [
    path("zoeken/", views.search, name="search"),
    path("zoeken/suggesties/", views.suggestions, name="suggestions"),
    path("zoeken/geopend/", views.opened, name="opened"),
    path("zoeken/lijkt-op/", similar.similar, name="similar"),
    path("zoeken/verwant/<slug:kind>/<uuid:uuid>/", kin.kin, name="kin"),
]
