"""Every page, in one place."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_header = "Industriecoalitie: beheer"
admin.site.site_title = "Beheer"
admin.site.index_title = "Wat wil je beheren?"

urlpatterns = [
    path("", include("industriecoalitie.home.urls")),
    path("", include("regions.urls")),
    path("", include("partnerships.urls")),
    path("", include("programmes.urls")),
    path("", include("knowledgebank.urls")),
    path("", include("industriecoalitie.exchange.urls")),
    path("", include("industriecoalitie.corrections.urls")),
    path("", include("industriecoalitie.tokens.urls")),
    path("", include("industriecoalitie.webhooks.urls")),
    path("", include("industriecoalitie.standards.urls")),
    path("", include("industriecoalitie.curation.urls")),
    path("", include("industriecoalitie.finding.urls")),
    path("", include("industriecoalitie.editing.urls")),
    path("", include("industriecoalitie.files.urls")),
    path("", include("industriecoalitie.history.urls")),
    path("", include("industriecoalitie.sources.urls")),
    path("", include("industriecoalitie.concepts.urls")),
    path("", include("industriecoalitie.accounts.urls")),
    path("", include("industriecoalitie.notifications.urls")),
    path("", include("industriecoalitie.signoff.urls")),
    path("api/", include("industriecoalitie.api.urls")),
    path("api/v1/", include("industriecoalitie.router")),
    path("oeapi/", include("industriecoalitie.standards.oeapi.urls")),
    path("beheer/", admin.site.urls),
]

handler400 = "industriecoalitie.home.views.bad_request"
handler403 = "industriecoalitie.home.views.permission_denied"
handler404 = "industriecoalitie.home.views.not_found"
handler500 = "industriecoalitie.home.views.server_error"
