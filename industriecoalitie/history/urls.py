"""The addresses of the history of every record."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "history"
page = TemplateView.as_view(template_name="404.html")
urlpatterns = [
    path("geschiedenis/<slug:kind>/<uuid:uuid>/", page, name="record_history"),
    path("wijzigingen/<uuid:key>/", page, name="change_set"),
    path("verwijderd/", page, name="hidden_records"),
    path("wijzigingen/", page, name="recent_changes"),
]
