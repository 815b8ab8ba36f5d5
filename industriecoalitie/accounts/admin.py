"""Accounts in the admin: the one place, for now, where an administrator makes and switches off accounts."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.admin import TracedAdmin

from .models import User

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(TracedAdmin, DjangoUserAdmin):
    """People by e-mail address. What they may do follows from their roles in regions, not from groups."""

    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Toegang"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Wanneer"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)
