"""The start of the API and its reference pages."""

from django.urls import path

from . import views
from .guides import GUIDES

urlpatterns = [
    path("", views.api_docs, name="api_docs"),
    path("v1", views.ApiRoot.as_view(), name="api_root"),
    path("v1/", views.no_such_address),
    path("bestanden/<str:name>", views.api_file, name="api_file"),
    # Before the collections: their names are English, so that none is hidden.
    *[path(f"{slug}/", views.api_guide, {"slug": slug}, name=f"api_guide_{slug}") for slug in GUIDES],
    path("<slug:name>/", views.api_reference, name="api_reference"),
]
