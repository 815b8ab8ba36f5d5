"""The addresses of this app."""

from django.urls import path

from . import views

app_name = "programmes"
urlpatterns = [
    path("opleidingen/", views.programme_list, name="programme_list"),
    path("opleidingen/nieuw/", views.programme_add, name="programme_add"),
    path("opleidingen/<slug:slug>/bewerken/", views.programme_edit, name="programme_edit"),
    path("opleidingen/<slug:slug>/aanbod/nieuw/", views.offering_add, name="offering_add"),
    path("opleidingen/<slug:slug>/", views.programme_detail, name="programme_detail"),
    path("modules/", views.module_list, name="module_list"),
    path("modules/nieuw/", views.module_add, name="module_add"),
    path("modules/<slug:slug>/bewerken/", views.module_edit, name="module_edit"),
    path("modules/<slug:slug>/aanbod/nieuw/", views.module_offering_add, name="module_offering_add"),
    path("modules/<slug:slug>/", views.module_detail, name="module_detail"),
    path("aanbod/<slug:slug>/bewerken/", views.offering_edit, name="offering_edit"),
    path(
        "samenwerkingen/<slug:slug>/opleidingen/", views.partnership_programmes, name="partnership_programmes"
    ),
    path("leerpaden/", views.learning_path_list, name="learning_path_list"),
    path("leerpaden/nieuw/", views.learning_path_add, name="learning_path_add"),
    path("leerpaden/<slug:slug>/bewerken/", views.learning_path_edit, name="learning_path_edit"),
    path("leerpaden/<slug:slug>/", views.learning_path_detail, name="learning_path_detail"),
    path("vragen/", views.demand_list, name="demand_list"),
    path("vragen/nieuw/", views.demand_add, name="demand_add"),
    path("vragen/<slug:slug>/bewerken/", views.demand_edit, name="demand_edit"),
    path("vragen/<slug:slug>/", views.demand_detail, name="demand_detail"),
]
