"""The addresses of regions, organisations and agendas."""

from django.urls import path

from . import views

app_name = "regions"
urlpatterns = [
    path("regios/", views.region_list, name="region_list"),
    path("regios/<slug:slug>/", views.region_detail, name="region_detail"),
    path("organisaties/", views.organisation_list, name="organisation_list"),
    path("organisaties/dubbel/", views.organisation_doubles, name="organisation_doubles"),
    path("organisaties/<slug:slug>/", views.organisation_detail, name="organisation_detail"),
    path("organisaties/<slug:slug>/samenvoegen/", views.organisation_merge, name="organisation_merge"),
    path("organisaties/<slug:slug>/geen-dubbel/", views.organisation_distinct, name="organisation_distinct"),
    path("organisaties/<slug:slug>/opvolging/", views.organisation_succession, name="organisation_succession"),
    path("arbeidsmarktregios/", views.labour_market_region_list, name="labour_market_region_list"),
    path(
        "arbeidsmarktregios/<slug:slug>/",
        views.labour_market_region_detail,
        name="labour_market_region_detail",
    ),
    path("agendas/", views.agenda_list, name="agenda_list"),
    path("agendas/<slug:slug>/", views.agenda_detail, name="agenda_detail"),
    path("agendas/<slug:slug>/<str:code>/", views.agenda_item_detail, name="agenda_item_detail"),
    path("dekking/", views.coverage, name="coverage"),
]
