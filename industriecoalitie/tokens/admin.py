"""All tokens for administrators: to look up and to end, without the secret."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.admin import ReadOnlyAdmin

from . import actions
from .models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ("name", "public_id", "owner", "created_at", "expires_at", "revoked_at", "last_used_at")
    list_filter = ("revoked_at", "expires_at")
    search_fields = ("name", "public_id", "owner__email", "owner__name")
    fields = (
        "name", "public_id", "owner", "created_by", "scopes", "regions", "networks",
        "created_at", "expires_at", "revoked_at", "last_used_at", "replaces",
    )  # fmt: skip
    actions = ("revoke",)

    @admin.action(description=_("Beëindigen: de sleutel opent meteen niets meer"), permissions=["view"])
    def revoke(self, request, queryset) -> None:
        for token in queryset:
            actions.revoke_token(token, by=actor_of(request, door="admin"))
        self.message_user(request, _("Beëindigd. De eigenaar krijgt een mail."), messages.SUCCESS)
