"""Accounts in the admin: the one place, for now, where an administrator makes and switches off accounts."""

from allauth.account.adapter import get_adapter
from allauth.mfa.admin import Authenticator
from allauth.socialaccount.admin import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.admin import TracedAdmin

from . import actions
from .models import User

# Secrets are nobody's to read, and what is taken away goes through an action.
admin.site.unregister([Group, Authenticator, SocialAccount, SocialApp, SocialToken])


@admin.register(User)
class UserAdmin(TracedAdmin, DjangoUserAdmin):
    """People by e-mail address. What they may do follows from their roles in regions, not from groups."""

    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    actions = ("remove_second_steps",)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Toegang"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Wanneer"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    @admin.action(description=_("Tweede stap weghalen en overal uitloggen"), permissions=["change"])
    def remove_second_steps(self, request, queryset) -> None:
        """Help who lost the telephone and the recovery codes; a letter tells the person that it was done."""
        for user in queryset:
            actions.remove_second_steps(user, by=actor_of(request, door="admin"))
            get_adapter().send_notification_mail("account/email/second_step_removed", user)
        self.message_user(request, _("De tweede stap is weggehaald."), messages.SUCCESS)
