"""Names this app for Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "industriecoalitie.notifications"
    label = "notifications"
    verbose_name = "berichten"
