"""The letters of a demonstration."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("dev/mail/", views.mail_list, name="mail_list"),
    path("dev/mail/<str:name>/", views.mail_detail, name="mail_detail"),
]
