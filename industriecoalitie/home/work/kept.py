"""What the own page of a person shows: roles, own regions and the records kept there."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.actors import memberships_of
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.filters import label_of
from industriecoalitie.core.relations import RelatedSection, Relation, related_sections
from knowledgebank.models import LearningResource, Practice
from partnerships.models import Ecosystem, Instrument, Partnership
from programmes.models import Demand, LearningPath, Module, Programme
from regions.choices import Role
from regions.models import Agenda, Membership, Organisation, Owned

# What a region keeps, with the label and the address of each record.
KEPT: tuple[tuple[type[Owned], str, str], ...] = (
    (Partnership, "name", "partnerships:partnership_detail"),
    (Ecosystem, "name", "partnerships:ecosystem_detail"),
    (Programme, "name", "programmes:programme_detail"),
    (Module, "name", "programmes:module_detail"),
    (LearningPath, "name", "programmes:learning_path_detail"),
    (Demand, "title", "programmes:demand_detail"),
    (Practice, "title", "knowledgebank:practice_detail"),
    (LearningResource, "title", "knowledgebank:learning_resource_detail"),
    (Agenda, "title", "regions:agenda_detail"),
    (Organisation, "name", "regions:organisation_detail"),
    (Instrument, "name", "partnerships:instrument_detail"),
)
MOST = 20

MAY = {
    Role.LEAD: _("Je ziet ook de concepten van je regio en beheert haar gegevens en haar team."),
    Role.MEMBER: _("Je ziet ook de concepten van je regio en houdt haar gegevens mee bij."),
    Role.CONNECTOR: _("Je ziet wat het netwerk deelt en verbindt scholen en bedrijven in je regio."),
    Role.CURATOR: _("Je ziet alle concepten, beoordeelt voorbeelden en beheert de begrippen en bronnen."),
    Role.NATIONAL: _(
        "Je ziet alle concepten en beheert wat van het hele land is, zoals de landelijke agenda’s."
    ),
}


@dataclass
class Kept:
    """The records of one kind that a person keeps, by who may read them."""

    label: str
    concept: int = 0
    network: int = 0
    public: int = 0

    @property
    def total(self) -> int:
        return self.concept + self.network + self.public


@dataclass
class Work:
    """The own page of a person."""

    memberships: list[Membership] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    drafts: list[RelatedSection] = field(default_factory=list)


def work_of(user) -> Work:
    """Return roles, counts and drafts of a person, in three queries; the roles are read once for all that asks them."""
    drafts = related_sections(_drafts(model, label, url, user) for model, label, url in KEPT)
    return Work(
        memberships=memberships_of(user),
        kept=_counts(user),
        drafts=[section for section in drafts.values() if section.rows],
    )


def _own(model: type[Owned], user):
    """Return the records of a kind that the person keeps."""
    return model.objects.filter(pk__in=model.objects.editable_by(user).values("pk"), hidden_at=None)


def _drafts(model: type[Owned], label: str, url: str, user) -> Relation:
    drafts = _own(model, user).filter(visibility=Visibility.CONCEPT)
    newest = model.objects.filter(pk__in=drafts.order_by("-updated_at", "pk").values("pk")[:MOST])
    return Relation(model.__name__, label_of(model), newest, label, url, note="owner__name")


def _counts(user) -> list[Kept]:
    found = {model.__name__: Kept(label_of(model)) for model, _label, _url in KEPT}
    rows = [
        _own(model, user)
        .order_by()
        .annotate(model=Value(model.__name__, TextField()))
        .values_list("model", Cast("visibility", TextField()))
        .annotate(total=Count("pk", filter=Q(hidden_at=None)))
        for model, _label, _url in KEPT
    ]
    for name, visibility, total in rows[0].union(*rows[1:], all=True):
        setattr(found[name], visibility, total)
    return list(found.values())
