"""The start of the API and its reference pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("v1", views.ApiRoot.as_view(), name="api_root"),
]
