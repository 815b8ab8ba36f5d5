"""The addresses of this app."""

from django.urls import path

from . import views

app_name = "sources"
urlpatterns = [
    path("bronnen/", views.source_list, name="source_list"),
    path("bronnen/<slug:slug>/", views.source_detail, name="source_detail"),
]
