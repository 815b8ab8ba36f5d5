"""The addresses of this room."""

from django.urls import path

from . import views

app_name = "tokens"
urlpatterns = [
    path("mijn/sleutels/", views.token_list, name="token_list"),
    path("mijn/sleutels/nieuw/", views.token_add, name="token_add"),
    path("mijn/sleutels/<uuid:uuid>/vervangen/", views.token_rotate, name="token_rotate"),
    path("mijn/sleutels/<uuid:uuid>/beeindigen/", views.token_end, name="token_end"),
]
