"""The addresses of this app."""

from django.urls import path

from . import views

app_name = "partnerships"
urlpatterns = [
    path("samenwerkingen/", views.partnership_list, name="partnership_list"),
    path("samenwerkingen/nieuw/", views.partnership_add, name="partnership_add"),
    path("samenwerkingen/<slug:slug>/bewerken/", views.partnership_edit, name="partnership_edit"),
    path("samenwerkingen/<slug:slug>/contacten/", views.contact_list, name="contact_list"),
    path("samenwerkingen/<slug:slug>/contacten/<int:pk>/einde/", views.contact_end, name="contact_end"),
    path(
        "samenwerkingen/<slug:slug>/contacten/<int:pk>/opnieuw/", views.contact_resend, name="contact_resend"
    ),
    path("samenwerkingen/<slug:slug>/", views.partnership_detail, name="partnership_detail"),
    path("samenwerkingen/<slug:slug>/afdruk/", views.partnership_print, name="partnership_print"),
    path("samenwerkingen/<slug:slug>/afdruk.pdf", views.partnership_pdf, name="partnership_pdf"),
    path("samenwerkingen/<slug:slug>/mijlpalen.ics", views.partnership_calendar, name="partnership_calendar"),
    path("regios/<slug:slug>/mijlpalen.ics", views.region_calendar, name="region_calendar"),
    path("ecosystemen/", views.ecosystem_list, name="ecosystem_list"),
    path("ecosystemen/nieuw/", views.ecosystem_add, name="ecosystem_add"),
    path("ecosystemen/<slug:slug>/bewerken/", views.ecosystem_edit, name="ecosystem_edit"),
    path("ecosystemen/<slug:slug>/", views.ecosystem_detail, name="ecosystem_detail"),
    path("regelingen/", views.instrument_list, name="instrument_list"),
    path("regelingen/nieuw/", views.instrument_add, name="instrument_add"),
    path("regelingen/<slug:slug>/bewerken/", views.instrument_edit, name="instrument_edit"),
    path("regelingen/<slug:slug>/", views.instrument_detail, name="instrument_detail"),
    path("tijdlijn/", views.timeline, name="timeline"),
    path("tijdlijn.ics", views.timeline_calendar, name="timeline_calendar"),
]
