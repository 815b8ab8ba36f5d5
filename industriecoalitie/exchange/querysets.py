"""Whose files, filters and letters there are."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from industriecoalitie.access.predicates import regions_held
from regions.choices import REGIONAL_ROLES


class OwnQuerySet(models.QuerySet):
    """Rows that only the person they belong to sees."""

    def visible_to(self, user) -> Self:
        """Return the person's own rows."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    editable_by = visible_to


class RunQuerySet(OwnQuerySet):
    """Files on their way in and out."""

    def busy(self) -> Self:
        """Return the runs that a worker has to go on with."""
        return self.filter(state__in=("checking", "applying", "waiting"))

    def older_than(self, age: datetime.timedelta) -> Self:
        """Return the runs that began so long ago."""
        return self.filter(created_at__lt=timezone.now() - age)


class ExportQuerySet(RunQuerySet):
    """Files on their way out, of pages and of the API."""

    def of_lists(self) -> Self:
        """Return those that a person asked on the page of a list."""
        return self.filter(collection="")

    def of_api(self) -> Self:
        """Return those that were asked over the API."""
        return self.exclude(collection="")

    def of_token(self, token: object) -> Self:
        """Return those that one token asked; None for what people asked who are signed in."""
        return self.filter(token=token) if token is not None else self.filter(token__isnull=True)


class SavedFilterQuerySet(models.QuerySet):
    """Filters that a person kept, for the own eyes or for the team of a region."""

    def visible_to(self, user) -> Self:
        """Return the own filters, and those that a team shares in which the person has a role today."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.filter(Q(owner=user) | Q(is_shared=True))
        teams = regions_held(user, *REGIONAL_ROLES)
        return self.filter(Q(owner=user) | Q(is_shared=True, region__in=teams))

    def editable_by(self, user) -> Self:
        """Return the own filters."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class FollowQuerySet(OwnQuerySet):
    """Who gets a letter about what."""

    def about(self, region) -> Self:
        """Return what is followed of one region: filters its team shares, and filters that name it."""
        return self.filter(
            Q(saved_filter__region=region) | Q(saved_filter__query__regex=rf"(^|&)region={region.slug}(&|$)")
        )

    def move_to(self, successor, region) -> int:
        """Give what is followed of a region to the next holder of a seat; return how many were moved.

        A filter that only the predecessor could see goes along; what the successor follows already is not doubled.
        """
        known = self.model.objects.filter(user=successor).values("saved_filter")
        moving = self.about(region).exclude(user=successor).exclude(saved_filter__in=known)
        keys = list(moving.values_list("pk", flat=True))
        filters = self.model._meta.get_field("saved_filter").related_model
        private = filters.objects.filter(follows__in=keys, is_shared=False)
        private.update(owner=successor)
        moved = self.model.objects.filter(pk__in=keys)
        return moved.update(user=successor)
