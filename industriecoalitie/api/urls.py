"""The start of the API and its reference pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.api_docs, name="api_docs"),
    path("v1", views.ApiRoot.as_view(), name="api_root"),
    path("v1/", views.no_such_address),
    path("<slug:name>/", views.api_reference, name="api_reference"),
]
