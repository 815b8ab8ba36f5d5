"""Signing in and choosing a password: allauth's own views under Dutch addresses, with allauth's names."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("inloggen/", views.login, name="account_login"),
    path("uitloggen/", views.logout, name="account_logout"),
    path("account-aanvragen/", views.signup, name="account_signup"),
    path("account-uitgezet/", views.account_inactive, name="account_inactive"),
    path("wachtwoord/bevestigen/", views.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/wijzigen/", views.password_change, name="account_change_password"),
    path("wachtwoord/instellen/", views.password_set, name="account_set_password"),
    path("wachtwoord/vergeten/", views.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/gewijzigd/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
