"""The addresses of files."""

from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("bestanden/", views.file_add, name="file_add"),
    path("bestanden/<uuid:uuid>/", views.file_detail, name="file_detail"),
    path("bestanden/<uuid:uuid>/<int:width>.webp", views.file_rendition, name="file_rendition"),
]
