"""The addresses of corrections."""

from django.urls import path

from . import views

app_name = "corrections"
urlpatterns = [
    path("correctie/<slug:kind>/<uuid:uuid>/", views.propose, name="propose"),
    path("correctie/<slug:token>/", views.fate, name="fate"),
    path("mijn/correcties/", views.mine, name="mine"),
    path("mijn/correcties/<uuid:uuid>/intrekken/", views.withdraw, name="withdraw"),
    path("redactie/correcties/", views.correction_list, name="list"),
    path("redactie/correcties/<uuid:uuid>/", views.correction_detail, name="detail"),
    path("redactie/correcties/<uuid:uuid>/oppakken/", views.assign, name="assign"),
]
