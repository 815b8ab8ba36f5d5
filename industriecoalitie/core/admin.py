"""Records in the Django admin: to look up, not to change past the actions and their history."""

import pghistory
from django.contrib import admin
from django.db.models import Model, URLField
from django.db.models.fields.related import ForeignKey

from .actors import actor_of


class ReadOnlyAdmin(admin.ModelAdmin):
    """List, search and view. What changes a record goes through the actions, so that history stays whole."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request, obj: Model | None = None) -> bool:
        # The admin is for administrators; what others may see, they see on the pages.
        return request.user.is_active and request.user.is_superuser

    def get_list_select_related(self, request) -> tuple[str, ...] | bool:
        """Return the foreign keys that the list shows, so that a row asks nothing by itself."""
        fields = {field.name: field for field in self.model._meta.get_fields()}
        shown = (name for name in self.get_list_display(request) if isinstance(fields.get(name), ForeignKey))
        return tuple(shown) or False

    def get_ordering(self, request) -> tuple[str, ...]:
        return self.ordering or ("pk",)


class TracedAdmin(admin.ModelAdmin):
    """People and their roles, which administrators give out here; history keeps who did."""

    list_per_page = 50
    show_full_result_count = False

    def changeform_view(self, request, *args, **kwargs):
        with pghistory.context(**self._actor(request)):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        with pghistory.context(**self._actor(request)):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        with pghistory.context(**self._actor(request)):
            return super().delete_view(request, *args, **kwargs)

    def _actor(self, request) -> dict[str, object]:
        return actor_of(request, door="admin").as_context()
