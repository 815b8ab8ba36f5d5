"""The addresses of regions, organisations and agendas."""

from django.urls import path

from . import views

app_name = "regions"
urlpatterns = [
    path("regios/", views.region_list, name="region_list"),
    path("mijn/team/", views.my_team, name="my_team"),
    path("mijn/taken/", views.task_list, name="task_list"),
    path("mijn/taken/<uuid:uuid>/", views.task_tick, name="task_tick"),
    path("uitnodiging/welkom/", views.invitation_welcome, name="invitation_welcome"),
    path("uitnodiging/<slug:link>/", views.invitation_accept, name="invitation_accept"),
    path("regios/<slug:slug>/team/", views.team, name="team"),
    path("regios/<slug:slug>/team/overdragen/", views.handover_add, name="handover_add"),
    path("regios/<slug:slug>/team/<int:pk>/", views.team_member, name="team_member"),
    path("regios/<slug:slug>/team/<int:pk>/einde/", views.team_member_end, name="team_member_end"),
    path("regios/<slug:slug>/team/<int:pk>/opnieuw/", views.team_member_resend, name="team_member_resend"),
    path(
        "regios/<slug:slug>/team/<int:pk>/intrekken/", views.team_member_withdraw, name="team_member_withdraw"
    ),
    path("regios/<slug:slug>/overdracht/<uuid:uuid>/", views.handover_detail, name="handover_detail"),
    path("regios/<slug:slug>/bewerken/", views.region_edit, name="region_edit"),
    path("regios/vergelijken/", views.region_compare, name="region_compare"),
    path("regios/<slug:slug>/", views.region_detail, name="region_detail"),
    path("regios/<slug:slug>/afdruk/", views.region_print, name="region_print"),
    path("regios/<slug:slug>/afdruk.pdf", views.region_pdf, name="region_pdf"),
    path("organisaties/", views.organisation_list, name="organisation_list"),
    path("organisaties/dubbel/", views.organisation_doubles, name="organisation_doubles"),
    path("organisaties/nieuw/", views.organisation_add, name="organisation_add"),
    path("organisaties/<slug:slug>/bewerken/", views.organisation_edit, name="organisation_edit"),
    path("organisaties/<slug:slug>/", views.organisation_detail, name="organisation_detail"),
    path("organisaties/<slug:slug>/samenvoegen/", views.organisation_merge, name="organisation_merge"),
    path("organisaties/<slug:slug>/geen-dubbel/", views.organisation_distinct, name="organisation_distinct"),
    path(
        "organisaties/<slug:slug>/opvolging/", views.organisation_succession, name="organisation_succession"
    ),
    path("arbeidsmarktregios/", views.labour_market_region_list, name="labour_market_region_list"),
    path(
        "arbeidsmarktregios/<slug:slug>/",
        views.labour_market_region_detail,
        name="labour_market_region_detail",
    ),
    path("agendas/", views.agenda_list, name="agenda_list"),
    path("agendas/nieuw/", views.agenda_add, name="agenda_add"),
    path("agendas/<slug:slug>/bewerken/", views.agenda_edit, name="agenda_edit"),
    path("agendas/<slug:slug>/punten/nieuw/", views.agenda_item_add, name="agenda_item_add"),
    path("agendas/<slug:slug>/", views.agenda_detail, name="agenda_detail"),
    path("agendas/<slug:slug>/<str:code>/bewerken/", views.agenda_item_edit, name="agenda_item_edit"),
    path("agendas/<slug:slug>/<str:code>/", views.agenda_item_detail, name="agenda_item_detail"),
    path("dekking/", views.coverage, name="coverage"),
]
