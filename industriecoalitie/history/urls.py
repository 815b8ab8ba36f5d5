"""The addresses of the history of every record."""

from django.urls import path

from . import views

app_name = "history"
urlpatterns = [
    path("geschiedenis/<slug:kind>/<uuid:uuid>/", views.record_history, name="record_history"),
    path("geschiedenis/<slug:kind>/<uuid:uuid>/vergelijken/", views.record_compare, name="record_compare"),
    path(
        "geschiedenis/<slug:kind>/<uuid:uuid>/terugzetten/<int:version>/",
        views.record_restore,
        name="record_restore",
    ),
    path("wijzigingen/", views.recent_changes, name="recent_changes"),
    path("wijzigingen/<uuid:key>/", views.change_set, name="change_set"),
    path("wijzigingen/<uuid:key>/ongedaan/", views.undo_change_set, name="undo"),
    path("verwijderd/", views.hidden_records, name="hidden_records"),
]
