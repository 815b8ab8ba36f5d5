"""The addresses of this app."""

from django.urls import path

from . import views

app_name = "programmes"
urlpatterns = [
    path("opleidingen/", views.programme_list, name="programme_list"),
    path("opleidingen/<slug:slug>/", views.programme_detail, name="programme_detail"),
    path("modules/", views.module_list, name="module_list"),
    path("modules/<slug:slug>/", views.module_detail, name="module_detail"),
    path("leerpaden/", views.learning_path_list, name="learning_path_list"),
    path("leerpaden/<slug:slug>/", views.learning_path_detail, name="learning_path_detail"),
    path("vragen/", views.demand_list, name="demand_list"),
    path("vragen/<slug:slug>/", views.demand_detail, name="demand_detail"),
]
