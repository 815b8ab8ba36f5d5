"""The addresses of sign-offs."""

from django.urls import path

from . import views

app_name = "signoff"
urlpatterns = [
    path("akkoord/bedankt/", views.thanks, name="thanks"),
    path("akkoord/intrekken/<uuid:uuid>/", views.withdraw, name="withdraw"),
    path("akkoord/<slug:token>/", views.answer, name="answer"),
    path("akkoord/<slug:kind>/<uuid:uuid>/", views.record, name="record"),
]
