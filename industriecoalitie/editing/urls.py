"""The addresses of small acts on a record of any kind."""

from django.urls import path

from . import views

app_name = "editing"
urlpatterns = [
    path("bevestigen/<slug:kind>/<uuid:uuid>/", views.record_confirm, name="record_confirm"),
    path("verwijderen/<slug:kind>/<uuid:uuid>/", views.record_hide, name="record_hide"),
    path("aanwezig/<slug:kind>/<uuid:uuid>/", views.presence, name="presence"),
    path("kiezen/<slug:kind>/", views.pick_options, name="pick_options"),
    path("bewerken/voorbeeld/", views.markdown_preview, name="markdown_preview"),
]
