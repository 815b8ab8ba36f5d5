"""The addresses of this room."""

from django.urls import URLPattern

app_name = "webhooks"
urlpatterns: list[URLPattern] = []
