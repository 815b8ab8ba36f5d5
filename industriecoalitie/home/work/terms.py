"""Terms that pass: moments, targets, roles and partnerships that end, or ended without anyone saying so."""

import datetime

from django.db.models import Case, DateField, F, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from industriecoalitie.core import dates
from partnerships.models import Milestone, Partner, Partnership, Target
from partnerships.querysets import due_before
from regions.choices import Role
from regions.models import Membership

from .arms import Arm, Found, Row, address
from .scope import Scope

AHEAD_DAYS = 60
EDIT, DETAIL = "partnerships:partnership_edit", "partnerships:partnership_detail"
UNTIL = {"precision": "until_precision"}
DUE = {"due_on": "due_on", "precision": "due_precision"}


def arms_of(scope: Scope) -> list[Arm]:
    """Return what ended or ends within 60 days, on records that the person keeps."""
    until = scope.today + datetime.timedelta(days=AHEAD_DAYS + 1)
    own = scope.own(Partnership)
    ongoing = own.ongoing().values("pk")

    def of_partnership(key: str, rows, block: str, word: str) -> Arm:
        def row(found: Found) -> Row:
            return _due_row(found, scope.today, block, word)

        data = DUE | {"partnership": "partnership__name"}
        return Arm(
            key, rows, _label_of(rows), row, slug="partnership__slug", day=last_day(), data=data
        )  # fmt: skip

    # A row may name a record of others beside the own partnership: one that the reader does not know stays out.
    milestones = (
        Milestone.objects.visible_to(scope.user)
        .not_reached()
        .filter(due_before(until), partnership__in=ongoing)
    )
    targets = Target.objects.visible_to(scope.user).filter(
        due_before(until), partnership__in=ongoing, result__isnull=True
    )
    return [
        of_partnership("milestone", milestones, "mijlpalen", _("Mijlpaal")),
        of_partnership("target", targets, "doelen", _("Doel")),
        _partnerships(scope, own.over(until)),
        _partners(scope, ongoing, until),
        _roles(scope, until),
    ]


def _label_of(rows) -> str:
    return "title" if rows.model is Milestone else "name"


def last_day() -> Cast:
    """Return about the last day of what is due, to order by; the words are made of what is known."""
    days = {"year": 364, "month": 29}
    steps = [
        When(due_precision=precision, then=F("due_on") + Value(datetime.timedelta(days=number)))
        for precision, number in days.items()
    ]
    return Cast(Case(*steps, default=F("due_on")), DateField())


def _due_row(found: Found, today: datetime.date, block: str, word: str) -> Row:
    due = dates.partial(datetime.date.fromisoformat(found.data["due_on"]), found.data["precision"])
    status, tone = _state(due.last_day, today)
    return Row(
        title=found.label,
        url=address(EDIT, found.slug, block=block),
        meta=[word, due.in_words(), found.data["partnership"]],
        status=status,
        tone=tone,
    )


def _state(last: datetime.date, today: datetime.date) -> tuple[str, str]:
    return (_("Voorbij"), "let") if last < today else (_("Binnenkort"), "neutraal")


def _day_words(found: Found) -> str:
    """Return the last day of a period as far as it is known: a year, a month or a day."""
    return dates.PartialDate(found.day, found.data["precision"]).in_words()


def _partnerships(scope: Scope, rows) -> Arm:
    def row(found: Found) -> Row:
        status, tone = _state(found.day, scope.today)
        words = _("Loopt tot en met %(day)s") % {"day": _day_words(found)}
        url = address(EDIT, found.slug, block="samenwerking")
        return Row(found.label, url, meta=[_("Samenwerking"), words], status=status, tone=tone)

    return Arm("partnership", rows, "name", row, day="until_on", data=UNTIL)


def _partners(scope: Scope, ongoing, until: datetime.date) -> Arm:
    """Return partners that leave within the term; who left long ago asks nothing."""
    rows = Partner.objects.filter(
        partnership__in=ongoing, organisation__isnull=False, until_on__gte=scope.today, until_on__lt=until,
    )  # fmt: skip

    def row(found: Found) -> Row:
        words = _("Doet mee tot en met %(day)s") % {"day": _day_words(found)}
        url = address(EDIT, found.slug, block="partners")
        meta = [_("Partner"), words, found.data["partnership"]]
        return Row(found.label, url, meta=meta, status=_("Binnenkort"), tone="neutraal")

    return Arm(
        "partner", rows.filter(organisation__in=_known(rows, scope)), "organisation__name", row,
        slug="partnership__slug", day="until_on", data=UNTIL | {"partnership": "partnership__name"},
    )  # fmt: skip


def _known(rows, scope: Scope):
    return (
        rows.model._meta.get_field("organisation").related_model.objects.visible_to(scope.user).values("pk")
    )


def _roles(scope: Scope, until: datetime.date) -> Arm:
    """Return roles in the regions that the person leads, which end within the term."""
    led = scope.regions_as(Role.LEAD)
    ending = Membership.objects.filter(region__in=led, until_on__gte=scope.today, until_on__lt=until)
    rows = ending if led else ending.none()

    def row(found: Found) -> Row:
        words = _("%(role)s tot en met %(day)s") % {
            "role": Role(found.data["role"]).label,
            "day": _day_words(found),
        }
        url = address("regions:team", found.slug, instead="regions:region_detail")
        return Row(found.label, url, meta=[_("Rol"), words], status=_("Binnenkort"), tone="neutraal")

    return Arm(
        "role", rows, "user__name", row, slug="region__slug", uuid="region__uuid", day="until_on", data=UNTIL | {"role": "role"}
    )  # fmt: skip
