"""The addresses of this room."""

from django.urls import path

from . import views

app_name = "finding"
urlpatterns = [
    path("zoeken/", views.search, name="search"),
    path("zoeken/suggesties/", views.suggestions, name="suggestions"),
    path("zoeken/geopend/", views.opened, name="opened"),
]
