"""The addresses of this app."""

from django.urls import path

from . import views

app_name = "concepts"
urlpatterns = [
    path("begrippen/", views.concept_list, name="concept_list"),
    path("begrippen/<slug:scheme>/<slug:notation>/", views.concept_detail, name="concept_detail"),
]
