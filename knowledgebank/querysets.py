"""Which practices, figures and reports there are for whom."""

import datetime
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import RawSQL, Value
from django.db.models.functions import Coalesce

from industriecoalitie.access.predicates import holds_role, regions_held
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.querysets import PartQuerySet, RecordQuerySet
from regions.choices import Role
from regions.querysets import NationalQuerySet, OwnedQuerySet

from .choices import WRITING, AdoptionState, EntryKind, PracticeState

# A practice that nobody built on after this long deserves a look.
UNUSED_AFTER = datetime.timedelta(days=365)


def is_curator(user) -> bool:
    """Tell whether ``user`` judges and publishes practices."""
    return bool(
        user.is_authenticated and user.is_active and (user.is_superuser or holds_role(user, Role.CURATOR))
    )


def _as_sql(rows: QuerySet) -> tuple[str, tuple]:
    """Return the keys of rows as SQL with its parameters."""
    return rows.order_by().values("pk").query.sql_with_params()


class PracticeQuerySet(OwnedQuerySet):
    """Practices of the databank; the words for who may what are explained at ``OwnedQuerySet``."""

    def visible_to(self, user) -> Self:
        """Return published practices as every record; others to their team, to curators and the national team."""
        return self.known_to(user).filter(hidden_at=None)

    def known_to(self, user) -> Self:
        """Return what is visible to ``user``, and what would be if it were not taken away."""
        if not user.is_authenticated:
            return self.filter(state=PracticeState.PUBLISHED, visibility=Visibility.PUBLIC)
        if is_curator(user) or holds_role(user, Role.NATIONAL):
            return self.all()
        readable = Q(state=PracticeState.PUBLISHED, visibility__in=[Visibility.PUBLIC, Visibility.NETWORK])
        return self.filter(readable | Q(pk__in=self.model.objects.kept_by(user).values("pk")))

    def kept_by(self, user) -> Self:
        """Return the practices of the user's own regions, in any state; those without owner to the national team."""
        return super().editable_by(user)

    def editable_by(self, user) -> Self:
        """Return what ``user`` may write in: the own ones while the team writes, and for curators until it is published.

        What is published or retired is written in by nobody: a draft beside it takes its place.
        """
        writing = super().editable_by(user).filter(state__in=WRITING)
        if not is_curator(user):
            return writing
        return self.filter(state__in=[*WRITING, PracticeState.IN_REVIEW])

    def undoable_by(self, user) -> Self:
        """Return all to curators, who also take back a change of what is published; to a team what it writes in."""
        return self.all() if is_curator(user) else self.editable_by(user)

    def publishable_by(self, user) -> Self:
        """Return all to curators; to a kartrekker the own ones that were never published, to throw away."""
        if is_curator(user):
            return self.all()
        return super().publishable_by(user).filter(state__in=WRITING)

    def settled_by(self, user) -> Self:
        """Return all to curators: they alone decide on state, label and dates."""
        return self.curated_by(user)

    def curated_by(self, user) -> Self:
        """Return the practices that ``user`` judges, publishes, features and retires: all to curators."""
        return self.all() if is_curator(user) else self.none()

    def submittable_by(self, user) -> Self:
        """Return what ``user`` may hand in: leads the own ones, curators all; while the team writes."""
        own = super().publishable_by(user)
        return (self.all() if is_curator(user) else own).filter(state__in=WRITING, hidden_at=None)

    def originals(self) -> Self:
        """Leave out drafts that stand beside a published practice: a list names each example once."""
        return self.filter(draft_of=None)

    def published(self) -> Self:
        """Return what everybody may read."""
        return self.filter(state=PracticeState.PUBLISHED, visibility=Visibility.PUBLIC, hidden_at=None)

    def planned(self, moment: datetime.datetime) -> Self:
        """Return what should have appeared at or before ``moment``, the first first."""
        rows = self.filter(state=PracticeState.APPROVED, publish_at__lte=moment, hidden_at=None)
        return rows.order_by("publish_at", "pk")

    def expired(self, day: datetime.date) -> Self:
        """Return what is still published and should not be any more on ``day``."""
        rows = self.filter(state=PracticeState.PUBLISHED, expires_on__lte=day, hidden_at=None)
        return rows.order_by("expires_on", "pk")

    def review_due(self, day: datetime.date, until: datetime.date) -> Self:
        """Return published practices that must be looked at again after ``day`` and no later than ``until``."""
        rows = self.filter(state=PracticeState.PUBLISHED, hidden_at=None)
        return rows.filter(review_on__gt=day, review_on__lte=until).order_by("review_on", "pk")

    def with_last_confirmed(self) -> Self:
        """Annotate ``last_confirmed_on``: date, the day of publishing when nobody confirmed since."""
        return self.annotate(last_confirmed_on=Coalesce("confirmed_on", "published_on"))

    def unconfirmed_since(self, after: datetime.date | None, until: datetime.date) -> Self:
        """Return published practices last confirmed on or before ``until`` and after ``after``, the longest ago first."""
        rows = self.filter(state=PracticeState.PUBLISHED, hidden_at=None).with_last_confirmed()
        rows = rows.filter(last_confirmed_on__lte=until)
        if after is not None:
            rows = rows.filter(last_confirmed_on__gt=after)
        return rows.order_by("last_confirmed_on", "pk")

    def unused(self, today: datetime.date) -> Self:
        """Return what was published longer than a year ago and no region builds on, as others may read; the oldest first."""
        adoptions = self.model.adoptions.rel.related_model.objects.following()
        adoptions = adoptions.filter(hidden_at=None, region__hidden_at=None).exclude(
            visibility=Visibility.CONCEPT
        )
        return (
            self.originals()
            .filter(state=PracticeState.PUBLISHED, hidden_at=None, published_on__lt=today - UNUSED_AFTER)
            .exclude(pk__in=adoptions.values("practice"))
            .order_by("published_on", "pk")
        )

    def family_of(self, practice, user) -> Self:
        """Return a practice and those that came of it, at any depth, as far as ``user`` may see the way there.

        A practice comes of another when it says so (``builds_on``), or when the partnership with which a region
        follows the other became a practice.
        """
        adoptions = self.model.adoptions.rel.related_model
        shown, shown_params = _as_sql(
            self.model.objects.visible_to(user).originals().filter(state=PracticeState.PUBLISHED)
        )
        steps, steps_params = _as_sql(adoptions.objects.visible_to(user).filter(partnership__isnull=False))
        table, via = self.model._meta.db_table, adoptions._meta.db_table
        # No outside text in it: two tables of ours, and SQL that Django made.
        tree = (
            f"WITH RECURSIVE family(id) AS (SELECT %s::bigint UNION SELECT child.id FROM family"  # noqa: S608
            f" JOIN (SELECT builds_on_id AS parent, id FROM {table} WHERE builds_on_id IS NOT NULL"
            f" UNION ALL SELECT step.practice_id, next.id FROM {via} step"
            f" JOIN {table} next ON next.partnership_id = step.partnership_id WHERE step.id IN ({steps}))"
            f" child ON child.parent = family.id WHERE child.id IN ({shown})) SELECT id FROM family"
        )
        return self.filter(pk__in=RawSQL(tree, [practice.pk, *steps_params, *shown_params]))  # noqa: S611

    def with_follower_count(self, user) -> Self:
        """Annotate ``follower_count``: int, the regions that build on it and did not stop, as far as ``user`` may see."""
        adoptions = self.model.adoptions.rel.related_model.objects.visible_to(user).following()
        count = adoptions.filter(practice=OuterRef("pk")).order_by().values("practice")
        count = count.annotate(total=Count("pk")).values("total")
        return self.annotate(follower_count=Coalesce(Subquery(count), 0))

    def for_list(self) -> Self:
        """Return practices, proven and newest first, with terms and the records a list names."""
        return (
            self.select_related("region", "place", "partnership", "programme")
            .prefetch_related("concepts")
            .order_by("-is_proven", F("published_on").desc(nulls_last=True), "title", "pk")
        )


class SuccessFactorQuerySet(RecordQuerySet):
    """What makes practices work."""

    def editable_by(self, user) -> Self:
        """Return everything to curators, nothing to others."""
        return self.all() if is_curator(user) else self.none()

    def for_list(self) -> Self:
        """Return factors, the most used first, with how much they are used in what everybody may read.

        ``practice_count``: int, practices; ``proven_count``: int, those with the label; ``adoption_count``: int, regions
        that follow one of them, once for each practice.
        """
        published = Q(
            practice_links__practice__state=PracticeState.PUBLISHED,
            practice_links__practice__visibility="public",
            practice_links__practice__hidden_at=None,
        )
        proven = published & Q(practice_links__practice__is_proven=True)
        practices = self.model.practice_links.rel.related_model._meta.get_field("practice").related_model
        adoptions = practices.adoptions.rel.related_model.objects.visible_to(AnonymousUser()).following()
        adoptions = adoptions.filter(practice__factor_links__factor=OuterRef("pk")).order_by()
        total = adoptions.annotate(one=Value(1)).values("one").annotate(total=Count("pk")).values("total")
        return self.annotate(
            practice_count=Count("practice_links__practice", filter=published, distinct=True),
            proven_count=Count("practice_links__practice", filter=proven, distinct=True),
            adoption_count=Coalesce(Subquery(total), 0),
        ).order_by("-practice_count", "label", "pk")


class AdoptionQuerySet(OwnedQuerySet):
    """Where practices went."""

    def visible_to(self, user) -> Self:
        """Return the visible adoptions of practices, by regions, that the user may see."""
        practices = self.model._meta.get_field("practice").related_model
        regions = self.model._meta.get_field("region").related_model
        return (
            super()
            .visible_to(user)
            .filter(
                practice__in=practices.objects.visible_to(user), region__in=regions.objects.visible_to(user)
            )
        )

    def known_to(self, user) -> Self:
        """Return as for every record, of practices and regions that the user knows."""
        practices = self.model._meta.get_field("practice").related_model
        regions = self.model._meta.get_field("region").related_model
        return (
            super()
            .known_to(user)
            .filter(practice__in=practices.objects.known_to(user), region__in=regions.objects.known_to(user))
        )

    def totals(self) -> dict[str, int]:
        """Return how many adoptions there are: ``adoptions``, their ``practices``, ``regions`` and the ``stopped``."""
        stopped = Q(state=AdoptionState.STOPPED)
        return self.aggregate(
            adoptions=Count("pk", filter=~stopped),
            practices=Count("practice", filter=~stopped, distinct=True),
            regions=Count("region", filter=~stopped, distinct=True),
            stopped=Count("pk", filter=stopped),
        )

    def following(self) -> Self:
        """Return the adoptions of regions that did not stop."""
        return self.exclude(state=AdoptionState.STOPPED)

    def for_list(self) -> Self:
        """Return adoptions, newest first, with practice and region."""
        return self.select_related("practice", "region", "partnership", "via__region").order_by(
            F("from_on").desc(nulls_last=True), "pk"
        )


class ReuseQuerySet(QuerySet):
    """Which regions use which teaching materials."""

    def visible_to(self, user) -> Self:
        """Return the reuse of materials by regions that the user may see."""
        fields = self.model._meta
        return self.filter(
            resource__in=fields.get_field("resource").related_model.objects.visible_to(user),
            region__in=fields.get_field("region").related_model.objects.visible_to(user),
        )

    def editable_by(self, user) -> Self:
        """Return the reuse by the user's own regions."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(region__in=regions_held(user, Role.LEAD, Role.MEMBER))


class ReviewQuerySet(QuerySet):
    """Rounds of judging."""

    def visible_to(self, user) -> Self:
        """Return the rounds of practices that the user keeps; all to curators and the national team."""
        return self.filter(practice__in=judged_before(self.model, user))

    def editable_by(self, user) -> Self:
        """Return all to curators, who judge."""
        return self.all() if is_curator(user) else self.none()

    def open(self) -> Self:
        """Return the rounds that wait for a decision."""
        return self.filter(decided_at=None)

    def waiting(self) -> Self:
        """Return the rounds that ask something of the curators: open, and not planned already."""
        return self.open().filter(practice__state=PracticeState.IN_REVIEW, practice__hidden_at=None)

    def planned(self) -> Self:
        """Return the rounds of practices that appear by themselves."""
        return self.open().filter(practice__state=PracticeState.APPROVED, practice__hidden_at=None)

    def overdue(self, day: datetime.date) -> Self:
        """Return the waiting rounds that should have been decided on before ``day``."""
        return self.waiting().filter(due_on__lt=day)

    def to_escalate(self, day: datetime.date) -> Self:
        """Return the overdue rounds of which the curators were not told yet."""
        return self.overdue(day).filter(escalated_on=None)

    def for_list(self) -> Self:
        """Return rounds with their practice and who looks at them; the first due first."""
        return self.select_related(
            "practice__region", "practice__owner", "practice__draft_of", "assignee", "submitted_by"
        ).order_by("due_on", "submitted_at", "pk")


class OfReviewQuerySet(QuerySet):
    """What belongs to a round."""

    def visible_to(self, user) -> Self:
        """Return what belongs to the rounds that the user may see."""
        reviews = self.model._meta.get_field("review").related_model
        return self.filter(review__in=reviews.objects.visible_to(user))

    def editable_by(self, user) -> Self:
        """Return all to curators."""
        return self.all() if is_curator(user) else self.none()


class RemarkQuerySet(QuerySet):
    """What was said about practices."""

    def visible_to(self, user) -> Self:
        """Return the remarks on practices that the user keeps; all to curators and the national team."""
        return self.filter(practice__in=judged_before(self.model, user))

    def editable_by(self, user) -> Self:
        """Return the remarks that the user may settle: of own practices, all to curators."""
        if is_curator(user):
            return self.all()
        practices = self.model._meta.get_field("practice").related_model
        return self.filter(practice__in=practices.objects.kept_by(user))

    def for_list(self) -> Self:
        """Return remarks in the order they were made, with who made them."""
        return self.select_related("author", "resolved_by").order_by("created_at", "pk")


def judged_before(model, user) -> QuerySet:
    """Return the practices of which ``user`` may read how they were judged: the own ones, all for who judges."""
    practices = model._meta.get_field("practice").related_model.objects.filter(hidden_at=None)
    if is_curator(user) or holds_role(user, Role.NATIONAL):
        return practices
    return practices.kept_by(user)


class CollectionQuerySet(RecordQuerySet):
    """Collections of practices."""

    def editable_by(self, user) -> Self:
        """Return all to curators, nothing to others."""
        return self.all() if is_curator(user) else self.none()

    def for_list(self) -> Self:
        """Return collections, the newest first."""
        return self.order_by("-updated_at", "pk")

    def with_practice_count(self, user) -> Self:
        """Annotate ``practice_count``: int, the practices in it that ``user`` may see."""
        items = self.model.items.rel.related_model.objects.visible_to(user).filter(practice__draft_of=None)
        counts = items.filter(collection=OuterRef("pk")).order_by().values("collection")
        counts = counts.annotate(total=Count("pk")).values("total")
        return self.annotate(practice_count=Coalesce(Subquery(counts), 0))


class InterestQuerySet(QuerySet):
    """What teams follow."""

    def visible_to(self, user) -> Self:
        """Return what the user's own teams follow; all to curators and the national team."""
        if is_curator(user) or holds_role(user, Role.NATIONAL):
            return self.all()
        return self.editable_by(user)

    def editable_by(self, user) -> Self:
        """Return what the user's own teams follow."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(region__in=regions_held(user, Role.LEAD, Role.MEMBER))


class DigestQuerySet(QuerySet):
    """Letters to teams."""

    def visible_to(self, user) -> Self:
        """Return the letters to the user's own teams; all to curators and the national team."""
        if is_curator(user) or holds_role(user, Role.NATIONAL):
            return self.all()
        return self.filter(region__in=regions_held(user, Role.LEAD, Role.MEMBER))

    def editable_by(self, user) -> Self:
        """Return nothing: a letter is what was sent."""
        return self.none()


class DigestItemQuerySet(QuerySet):
    """Practices in letters to teams."""

    def visible_to(self, user) -> Self:
        """Return what stood in the letters that the user may see, of practices that the user may see."""
        fields = self.model._meta
        return self.filter(
            digest__in=fields.get_field("digest").related_model.objects.visible_to(user),
            practice__in=fields.get_field("practice").related_model.objects.visible_to(user),
        )

    def editable_by(self, user) -> Self:
        """Return nothing: a letter is what was sent."""
        return self.none()


class DigestReaderQuerySet(QuerySet):
    """Who was sent letters to teams, and stopped them."""

    def visible_to(self, user) -> Self:
        """Return the user's own rows."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    # Nobody decides for another which mail to get.
    editable_by = visible_to


class LearningResourceQuerySet(OwnedQuerySet):
    """Teaching materials."""

    def for_list(self) -> Self:
        """Return materials by title, with terms and with how much they are used."""
        rows = self.select_related("practice", "programme").prefetch_related("concepts").with_use()
        return rows.order_by("title", "pk")

    def with_use(self) -> Self:
        """Annotate ``download_count`` and ``reuse_count``: int, times fetched and public regions that use it."""
        versions = self.model.versions.rel.related_model
        counts = versions.downloads.rel.related_model.objects.filter(version__resource=OuterRef("pk"))
        fetched = counts.order_by().values("version__resource").annotate(total=Sum("count")).values("total")
        reuses = self.model.reuses.rel.related_model.objects.filter(
            resource=OuterRef("pk"), region__visibility=Visibility.PUBLIC, region__hidden_at=None
        )
        reused = reuses.order_by().values("resource").annotate(total=Count("pk")).values("total")
        return self.annotate(
            download_count=Coalesce(Subquery(fetched), 0), reuse_count=Coalesce(Subquery(reused), 0)
        )


class ResourceVersionQuerySet(PartQuerySet):
    """Versions of teaching materials."""

    def visible_to(self, user) -> Self:
        """Return the versions of materials that ``user`` may see; without a licence to their own team alone."""
        resources = self.model._meta.get_field("resource").related_model.objects.editable_by(user)
        return super().visible_to(user).filter(~Q(resource__licence="") | Q(resource__in=resources))

    def with_downloads(self) -> Self:
        """Annotate ``download_count``: int, times fetched."""
        counts = self.model.downloads.rel.related_model.objects.filter(version=OuterRef("pk"))
        fetched = counts.order_by().values("version").annotate(total=Sum("count")).values("total")
        return self.annotate(download_count=Coalesce(Subquery(fetched), 0))

    def newest_first(self) -> Self:
        """Return versions with their file, the newest first."""
        return self.select_related("file").order_by("-order", "-pk")


class IndicatorQuerySet(NationalQuerySet):
    """What is counted, and of what."""

    def for_list(self) -> Self:
        """Return indicators by name, with what they are about and their measurements, newest first."""
        measurements = self.model.measurements.rel.related_model.objects.visible_rows()
        return (
            self.select_related(
                "agenda_item__agenda",
                "agenda",
                "partnership",
                "organisation",
                "programme",
                "instrument",
                "concept",
                "part_of",
            )
            .prefetch_related(Prefetch("measurements", queryset=measurements))
            .order_by("name", "pk")
        )

    def with_value(self) -> Self:
        """Annotate ``latest_value`` (Decimal) and ``latest_year`` (int) of the newest shown value; None without."""
        values = self.model.measurements.rel.related_model.objects
        newest = values.visible_rows().filter(indicator=OuterRef("pk"))
        return self.annotate(
            latest_value=Subquery(newest.values("value")[:1]), latest_year=Subquery(newest.values("year")[:1])
        )


class MeasurementQuerySet(NationalQuerySet):
    """Values of indicators."""

    def visible_to(self, user) -> Self:
        """Return the visible values of indicators that the user may see."""
        indicators = self.model._meta.get_field("indicator").related_model
        return super().visible_to(user).filter(indicator__in=indicators.objects.visible_to(user))

    def visible_rows(self) -> Self:
        """Return values that are not hidden, newest first, with region."""
        return (
            self.filter(hidden_at=None, visibility="public")
            .select_related("region", "level")
            .order_by(F("year").desc(nulls_last=True), "pk")
        )

    def for_list(self) -> Self:
        """Return values indicator by indicator, newest first."""
        return self.select_related("indicator", "region", "level").order_by(
            "indicator__name", F("year").desc(nulls_last=True), "pk"
        )


class ProgressReportQuerySet(OwnedQuerySet):
    """Yearly reports on agendas."""

    def for_list(self) -> Self:
        """Return reports, newest first, with ``entry_count`` and ``example_count``: int."""
        return (
            self.select_related("agenda", "document")
            .annotate(
                entry_count=Count("entries", filter=Q(entries__kind=EntryKind.PROGRESS)),
                example_count=Count("entries", filter=Q(entries__kind=EntryKind.EXAMPLE)),
            )
            .order_by("-reported_on", "pk")
        )


class ProgressEntryQuerySet(PartQuerySet):
    """Texts of progress reports."""

    def for_list(self) -> Self:
        """Return entries theme by theme, in the order of the report."""
        return self.select_related("theme__agenda", "partnership", "region").order_by(
            "theme__position", "kind", "order", "pk"
        )
