"""Which regions, organisations and agendas there are for whom, and on which day."""

import datetime
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from industriecoalitie.access.predicates import holds_role, regions_held
from industriecoalitie.core.naming import LINE, ArrayLines, Folded, Lines
from industriecoalitie.core.querysets import PartQuerySet, PeriodQuerySet, RecordQuerySet

from .choices import REGIONAL_ROLES, PartRelation, Role

# The kind of the colleges for secondary vocational education, in the code list of organisations.
MBO_COLLEGE = "roc_mbo"


def lying_in(provinces: QuerySet | OuterRef, path: str = "") -> Q:
    """Return what regions answer to that are one of the provinces, lie in one, or cover a part of one.

    ``provinces`` is a subquery of keys, or an outer reference to one key. ``path`` leads to the region, as
    ``region__``. A row may match more than once.
    """
    test = "" if isinstance(provinces, OuterRef) else "__in"
    contained = {
        f"{path}whole_links__relation": PartRelation.CONTAINS,
        f"{path}whole_links__whole__province{test}": provinces,
    }
    return (
        Q(**{f"{path}province{test}": provinces})
        | Q(**{f"{path}labour_market_region__provinces{test}": provinces})
        | Q(**{f"{path}coverages__labour_market_region__provinces{test}": provinces})
        | Q(**contained)
    )


def active_in(region) -> Q:
    """Return what partnerships answer to that work in a region, in a part of it, or are led by its koploper.

    ``region`` is a region or an outer reference to one. A partnership may match more than once.
    """
    return (
        Q(region=region)
        | Q(regions=region)
        | Q(lead_organisation__frontrunners__region=region)
        | Q(region__whole_links__relation=PartRelation.CONTAINS, region__whole_links__whole=region)
    )


def number_of(rows: QuerySet) -> Coalesce:
    """Return how many different records ``rows`` has, to annotate another query with; 0 when none."""
    counts = rows.order_by().annotate(one=Value(1)).values("one").annotate(total=Count("pk", distinct=True))
    return Coalesce(Subquery(counts.values("total")), 0)


def _below_each_other(rows: QuerySet, text) -> Subquery:
    """Return one text of all rows, to annotate another query with; NULL when there are none."""
    texts = rows.order_by().annotate(one=Value(1)).values("one")
    return Subquery(texts.annotate(texts=StringAgg(text, LINE)).values("texts"), output_field=TextField())


class OwnedQuerySet(RecordQuerySet):
    """Records that one region keeps, or the national team when ``owner`` is empty."""

    def known_to(self, user) -> Self:
        """Return as every record, and to curators and the national team all."""
        if user.is_authenticated and holds_role(user, Role.CURATOR, Role.NATIONAL):
            return self.all()
        return super().known_to(user)

    def editable_by(self, user) -> Self:
        """Return the records of the user's own regions; those without owner to the national team."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(self._kept_by(user, Role.LEAD, Role.MEMBER))

    def publishable_by(self, user) -> Self:
        """Return the records of the regions that the user leads; those without owner to the national team."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(self._kept_by(user, Role.LEAD))

    def _kept_by(self, user, *roles: str) -> Q:
        mine = Q(owner__in=regions_held(user, *roles))
        if holds_role(user, Role.NATIONAL):
            mine |= Q(owner__isnull=True)
        return mine


class NationalQuerySet(RecordQuerySet):
    """Records that the national team keeps."""

    def editable_by(self, user) -> Self:
        """Return everything to the national team, nothing to others."""
        if user.is_authenticated and (user.is_superuser or holds_role(user, Role.NATIONAL)):
            return self.all()
        return self.none()


class RegionQuerySet(RecordQuerySet):
    """Regions of every kind."""

    def spots(self) -> QuerySet:
        """Return where regions lie, as rows of key, code of a province, latitude and longitude.

        A row has a code or a place; a region may have many rows, or none when nothing is known. One query.
        """
        nowhere = Cast(Value(None), FloatField())  # a bare NULL would pass for text
        rows = self.order_by()
        contained = rows.filter(whole_links__relation=PartRelation.CONTAINS)
        arms = [
            arm.filter(**{f"{path}__isnull": False}).annotate(
                spot_code=F(f"{path}__code"), spot_lat=nowhere, spot_lon=nowhere
            )
            for arm, path in (
                (rows, "province"),
                (rows, "labour_market_region__provinces"),
                (rows, "coverages__labour_market_region__provinces"),
                (contained, "whole_links__whole__province"),
            )
        ]
        places = rows.filter(places__latitude__isnull=False, places__hidden_at=None).annotate(
            spot_code=Value("", CharField()), spot_lat=F("places__latitude"), spot_lon=F("places__longitude")
        )
        columns = ("pk", "spot_code", "spot_lat", "spot_lon")
        first, *others = (arm.values_list(*columns) for arm in (*arms, places))
        return first.union(*others)

    def editable_by(self, user) -> Self:
        """Return the regions whose team the user is in; all to the national team."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or holds_role(user, Role.NATIONAL):
            return self.all()
        return self.filter(pk__in=regions_held(user, Role.LEAD, Role.MEMBER))

    def publishable_by(self, user) -> Self:
        """Return the regions that the user leads; all to the national team."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or holds_role(user, Role.NATIONAL):
            return self.all()
        return self.filter(pk__in=regions_held(user, Role.LEAD))

    def staffed_by(self, user) -> Self:
        """Return the regions whose team the user puts together: as with ``Membership.editable_by``."""
        return self.publishable_by(user)

    def settled_by(self, user) -> Self:
        """Return all regions to the national team, which settles what they are and who leads them."""
        if (
            user.is_authenticated
            and user.is_active
            and (user.is_superuser or holds_role(user, Role.NATIONAL))
        ):
            return self.all()
        return self.none()

    def with_frontrunner(self) -> Self:
        """Return the regions that a koploper leads today."""
        leads = PeriodQuerySet.current(
            self.model.frontrunners.rel.related_model.objects.filter(region=OuterRef("pk"))
        )
        return self.filter(Exists(leads))

    def with_lead_names(self, user) -> Self:
        """Annotate ``lead_names``: str, the koplopers of today that ``user`` may see; None without one."""
        leads = self.model.frontrunners.rel.related_model.objects.current().visible_to(user)
        names = leads.filter(region=OuterRef("pk")).order_by().values("region")
        names = names.annotate(
            names=StringAgg("organisation__name", ", ", order_by=("list_order", "organisation__name"))
        )
        return self.annotate(lead_names=Subquery(names.values("names")))

    def with_lead_count(self, day: datetime.date) -> Self:
        """Annotate ``lead_count``: int, how many people lead the region on ``day``."""
        leads = self.model.memberships.rel.related_model.objects.on(day).filter(role=Role.LEAD)
        return self.annotate(lead_count=number_of(leads.filter(region=OuterRef("pk"))))

    def with_partnership_count(self, user) -> Self:
        """Annotate ``partnership_count``: int, partnerships active in the region that ``user`` may see."""
        partnerships = self.model.partnerships.rel.related_model.objects.visible_to(user)
        return self.annotate(partnership_count=number_of(partnerships.filter(active_in(OuterRef("pk")))))

    def without_offer_for(self, target_group: str) -> Self:
        """Return the regions without a programme or learning path for a target group (its notation).

        A programme counts when it is of the region, or when the region keeps it. Source: mbo-propositie 1.5, section 3.4.
        """
        rows = self
        for relation, kept in (("programmes", "owned_programmes"), ("learning_paths", "owned_learningpaths")):
            model = self.model._meta.get_field(relation).related_model
            offers = model.objects.filter(
                hidden_at=None, concepts__scheme="target-group", concepts__notation=target_group
            )
            for name in (relation, kept):
                field = self.model._meta.get_field(name).field.name
                found = offers.filter(**{f"{field}__isnull": False}).values(field)
                rows = rows.exclude(pk__in=found)
        return rows

    def for_list(self) -> Self:
        """Return regions by name, with their koplopers."""
        return self.prefetch_related("frontrunners__organisation").order_by("name", "pk")

    def for_detail(self) -> Self:
        """Return regions with what their page shows of the area itself."""
        return self.for_list().select_related("province", "labour_market_region")


class LabourMarketRegionQuerySet(NationalQuerySet):
    """The labour market regions of Statistics Netherlands."""

    def for_list(self) -> Self:
        """Return labour market regions by code, with provinces and the regions that cover them."""
        return self.prefetch_related("provinces", "coverages__region").order_by("code")

    def with_coverage(self, user, day: datetime.date) -> Self:
        """Return labour market regions by code, with ``shown_coverages``: what covers them on ``day``, with region."""
        coverages = self.model.coverages.rel.related_model.objects.visible_to(user).on(day)
        shown = coverages.select_related("region").order_by("region__name", "pk")
        return self.prefetch_related(Prefetch("coverages", shown, to_attr="shown_coverages")).order_by("code")


class OrganisationQuerySet(OwnedQuerySet):
    """Organisations of every kind."""

    def for_list(self) -> Self:
        """Return organisations by name with kind, place and region."""
        return self.select_related("kind", "place", "region", "parent").order_by("name", "pk")

    def for_detail(self) -> Self:
        """Return organisations with their codes and history of names."""
        return self.for_list().prefetch_related(
            "codes",
            "children",
            "predecessor_links__predecessor",
            "successor_links__successor",
            "frontrunners__region",
        )

    def with_roles(self, user) -> Self:
        """Annotate ``is_frontrunner``: bool, and ``partnership_count``: int, that ``user`` may see."""
        leads = self.model.frontrunners.rel.related_model.objects.current().visible_to(user)
        partners = self.model.partner_links.rel.related_model.objects.visible_to(user)
        partnerships = partners.filter(organisation=OuterRef("pk")).order_by().values("organisation")
        count = partnerships.annotate(total=Count("partnership", distinct=True)).values("total")
        return self.annotate(
            is_frontrunner=Exists(leads.filter(organisation=OuterRef("pk"))),
            partnership_count=Coalesce(Subquery(count), 0),
        )

    def _other_names(self, reader) -> Lines:
        """Return aliases, codes, and what those it came from are and were called, as far as ``reader`` may know."""
        codes = self.model.codes.rel.related_model.objects.filter(organisation=OuterRef("pk"))
        links = self.model.predecessor_links.rel.related_model.objects.filter(successor=OuterRef("pk"))
        older = links.filter(predecessor__in=self.model.objects.visible_to(reader or AnonymousUser()))
        names = Lines("predecessor__name", ArrayLines("predecessor__aliases"))
        return Lines(
            ArrayLines("aliases"), _below_each_other(older, names), _below_each_other(codes, F("code"))
        )

    def sketchy(self) -> Self:
        """Return the organisations that were added in a hurry: without a place and without a word about them."""
        return self.filter(place__isnull=True, summary="", merged_into__isnull=True)

    def _named_by(self, word: str, reader) -> Q:
        """Return who has a code with the word, or came from an organisation with the word in one of its names."""
        codes = self.model.codes.rel.related_model.objects.alias(folded=Folded("code"))
        links = self.model.predecessor_links.rel.related_model.objects.alias(
            folded=Folded(Lines("predecessor__name", ArrayLines("predecessor__aliases")))
        )
        shown = self.model.objects.visible_to(reader or AnonymousUser())
        older = links.filter(folded__contains=word, predecessor__in=shown)
        return Q(pk__in=codes.filter(folded__contains=word).values("organisation")) | Q(
            pk__in=older.values("successor")
        )

    def not_joined(self) -> Self:
        """Return the mbo colleges that are no koploper, and did not go on as another college, by name.

        Source: mbo-propositie 1.5, chapter 4, on the other colleges that are to come aboard.
        """
        leads = self.model.frontrunners.rel.related_model.objects.current().values("organisation")
        ended = self.model.successor_links.rel.related_model.objects.values("predecessor")
        colleges = self.filter(kind__notation=MBO_COLLEGE).exclude(pk__in=leads).exclude(pk__in=ended)
        return colleges.select_related("region", "place").order_by("name", "pk")

    def frontrunners(self) -> Self:
        """Return the organisations that are koploper today."""
        model = self.model.frontrunners.rel.related_model
        return self.filter(Exists(PeriodQuerySet.current(model.objects.filter(organisation=OuterRef("pk")))))


class MembershipQuerySet(PeriodQuerySet):
    """Roles of people, with the days they hold."""

    def visible_to(self, user) -> Self:
        """Return roles to those who may change the region's team; the person's own always."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(pk__in=self.editable_by(user).values("pk")) | Q(user=user))

    def editable_by(self, user) -> Self:
        """Return the regional roles of the regions that the user leads, all to the national team; every role to an administrator."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        if holds_role(user, Role.NATIONAL):
            return self.filter(role__in=REGIONAL_ROLES)
        return self.filter(region__in=regions_held(user, Role.LEAD), role__in=REGIONAL_ROLES)

    def for_list(self) -> Self:
        """Return roles with person and region, in the order of the region, the role and the person."""
        return self.select_related("user", "region").order_by(
            "region__name", "role", "user__name", "user__email", "pk"
        )

    def not_ended(self) -> Self:
        """Return the roles that hold today or are still to begin."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate()))

    def ended(self) -> Self:
        """Return the roles that hold no longer."""
        return self.filter(until_on__lt=timezone.localdate())

    def overlapping(self, from_on: datetime.date | None, until_on: datetime.date | None) -> Self:
        """Return the roles that share a day with the days from and until; None is open."""
        rows = self
        if until_on is not None:
            rows = rows.filter(Q(from_on__isnull=True) | Q(from_on__lte=until_on))
        if from_on is not None:
            rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
        return rows


class TaskQuerySet(QuerySet):
    """What teams have to do; only the team itself sees it."""

    def visible_to(self, user) -> Self:
        """Return the tasks of the regions in which the user holds a role; all to an administrator."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(region__in=regions_held(user, *REGIONAL_ROLES))

    def editable_by(self, user) -> Self:
        """Return the tasks that the user sees: a team works together."""
        return self.visible_to(user)

    def open(self) -> Self:
        """Return what is still to be done."""
        return self.filter(done_on=None)

    def to_hand_over(self, region) -> Self:
        """Return the tasks that go along with the seat in a region: what is still to be done there."""
        return self.open().filter(region=region)

    def for_list(self) -> Self:
        """Return tasks with region and person, the first due first, those without a day last."""
        return self.select_related("region", "assignee").order_by(F("due_on").asc(nulls_last=True), "pk")

    def for_detail(self) -> Self:
        """Return tasks with what a page of one needs."""
        return self.for_list()


class HandoverQuerySet(QuerySet):
    """How seats passed from one person to the next."""

    def visible_to(self, user) -> Self:
        """Return the handovers of the user's own teams; all to the national team and to an administrator."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or holds_role(user, Role.NATIONAL):
            return self.all()
        return self.filter(region__in=regions_held(user, Role.LEAD, Role.MEMBER))

    def editable_by(self, user) -> Self:
        """Return nothing: a handover is what happened."""
        return self.none()

    def due(self) -> Self:
        """Return the handovers whose day has come and whose tasks and follows have not gone over."""
        return self.filter(moved_at=None, day__lte=timezone.localdate()).order_by("day", "pk")

    def for_detail(self) -> Self:
        """Return handovers with region and people."""
        return self.select_related("region", "predecessor", "successor")


class AgendaQuerySet(OwnedQuerySet):
    """National and regional agendas."""

    def for_list(self) -> Self:
        """Return agendas, newest first."""
        return self.select_related("organisation", "region", "document").order_by(
            F("dated_on").desc(nulls_last=True), "title", "pk"
        )

    def with_line_count(self, user) -> Self:
        """Annotate ``shown_lines``: int, lines at every level that ``user`` may see."""
        items = self.model.items.rel.related_model.objects.visible_to(user)
        return self.annotate(shown_lines=number_of(items.filter(agenda=OuterRef("pk"))))


class AgendaItemQuerySet(RecordQuerySet):
    """Lines of agendas; the agenda decides who may change them."""

    def visible_to(self, user) -> Self:
        """Return the visible lines of agendas that the user may see; to curators and the national team all lines."""
        agendas = self.model._meta.get_field("agenda").related_model
        reads_all = holds_role(user, Role.CURATOR, Role.NATIONAL)
        lines = self.filter(hidden_at=None) if reads_all else super().visible_to(user)
        return lines.filter(agenda__in=agendas.objects.visible_to(user))

    def known_to(self, user) -> Self:
        """Return the lines that the user knows, of agendas that the user knows; to curators and the national team all lines."""
        agendas = self.model._meta.get_field("agenda").related_model
        reads_all = holds_role(user, Role.CURATOR, Role.NATIONAL)
        lines = self.all() if reads_all else super().known_to(user)
        return lines.filter(agenda__in=agendas.objects.known_to(user))

    def editable_by(self, user) -> Self:
        """Return the lines of agendas that the user may change."""
        agendas = self.model._meta.get_field("agenda").related_model
        return self.filter(agenda__in=agendas.objects.editable_by(user))

    def publishable_by(self, user) -> Self:
        """Return the lines of agendas that the user may publish."""
        agendas = self.model._meta.get_field("agenda").related_model
        return self.filter(agenda__in=agendas.objects.publishable_by(user))

    def for_list(self) -> Self:
        """Return lines agenda by agenda, in the order of the agenda."""
        return self.select_related("agenda", "parent", "status").order_by("agenda", "position", "pk")


class FrontrunnerQuerySet(PartQuerySet):
    """Which organisation is koploper where."""

    def for_list(self) -> Self:
        """Return koplopers in the order of the proposition."""
        return self.select_related("organisation", "region").order_by(
            "list_order", "organisation__name", "pk"
        )
