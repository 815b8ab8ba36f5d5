"""Signing in and the own account: allauth's own views under Dutch addresses, with allauth's names, and ours."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache

from . import views

signing_in = [
    path("inloggen/", account.login, name="account_login"),
    path("inloggen/code/", mfa.authenticate, name="mfa_authenticate"),
    path("inloggen/toegangssleutel/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "inloggen/instelling/niet-gelukt/",
        login_not_required(social.login_error),
        name="socialaccount_login_error",
    ),
    path("inloggen/instelling/gestopt/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("inloggen/instelling/<slug:provider_id>/", views.institution_login, name="institution_login"),
    path(
        "inloggen/instelling/<slug:provider_id>/terug/",
        views.institution_callback,
        name="institution_callback",
    ),
    path("uitloggen/", account.logout, name="account_logout"),
    path("account-aanvragen/", account.signup, name="account_signup"),
    path("account-uitgezet/", account.account_inactive, name="account_inactive"),
    path("e-mailadres/bevestigen/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(
        r"^e-mailadres/bevestigen/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"
    ),
]
password = [
    path("bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("wijzigen/", account.password_change, name="account_change_password"),
    path("instellen/", account.password_set, name="account_set_password"),
    path("vergeten/", account.password_reset, name="account_reset_password"),
    path("vergeten/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("gewijzigd/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
own_account = [
    path("", views.account_profile, name="account_profile"),
    path("apparaten/", views.session_list, name="usersessions_list"),
    path("apparaten/uitloggen/", views.session_end, name="usersessions_end"),
    path("instelling/", social.connections, name="socialaccount_connections"),
    path("twee-stappen/", mfa.index, name="mfa_index"),
    path("twee-stappen/bevestigen/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("twee-stappen/app/", never_cache(totp.activate_totp), name="mfa_activate_totp"),
    path("twee-stappen/app/uitzetten/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "twee-stappen/herstelcodes/", never_cache(codes.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "twee-stappen/herstelcodes/nieuw/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "twee-stappen/herstelcodes/bewaren/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("twee-stappen/sleutels/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("twee-stappen/sleutels/nieuw/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "twee-stappen/sleutels/bevestigen/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("twee-stappen/sleutels/<int:pk>/naam/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("twee-stappen/sleutels/<int:pk>/weghalen/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [
    *signing_in,
    path("wachtwoord/", include(password)),
    path("mijn/account/", include(own_account)),
]
