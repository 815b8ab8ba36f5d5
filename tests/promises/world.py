"""A small country for the promises: two regions, everybody who may come to a door, and records of every kind.

Seen from the first region there are four records of each kind: an own public one, an own one in concept, a public one
of the other region, and an own one that was taken away.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.kinds import record_models
from industriecoalitie.core.models import Record
from industriecoalitie.exchange.models import ExportRun, ImportRun, RunState
from industriecoalitie.history.recording import Change, change_record
from knowledgebank.choices import PracticeState
from regions.choices import Role
from regions.models import Region
from tests.factories.accounts import UserFactory
from tests.factories.corrections import CorrectionFactory
from tests.factories.exchange import SavedFilterFactory
from tests.factories.knowledgebank import PracticeFactory, RemarkFactory, ReviewFactory
from tests.factories.partnerships import PartnershipContactFactory
from tests.factories.regions import HandoverFactory, MembershipFactory, RegionFactory, TaskFactory
from tests.factories.signoff import SignOffFactory
from tests.models import factory_of

# What each record is: its region, how visible it is, whether it was taken away.
STATES = {
    "own_public": ("own", "public", False),
    "own_concept": ("own", "concept", False),
    "other_public": ("other", "public", False),
    "hidden": ("own", "public", True),
}
OWN = ("own_public", "own_concept", "hidden")
# Kinds that belong to another record, which is of the same state.
PARENTS = {"agendapunt": ("agenda", "agenda")}


@dataclass
class World:
    """Who there is, by role, and which records, by kind and state."""

    people: dict[str, object] = field(default_factory=dict)
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    things: dict[str, dict[str, Model]] = field(default_factory=dict)

    def person(self, role: str):
        """Return a fresh row of a person, as a request reads it: roles are read once for each user object."""
        user = self.people[role]
        return user if isinstance(user, AnonymousUser) else type(user).objects.get(pk=user.pk)

    def of(self, family: str) -> dict[str, Model]:
        """Return the records of a kind, or the other things of a name, by state."""
        return self.records.get(family) or self.things[family]


def build() -> World:
    """Make the country in the database."""
    world = World()
    world.records["regio"] = {state: _region(state) for state in STATES}
    world.people = _people(world.records["regio"])
    for kind, model in record_models().items():
        if model is not Region:
            world.records[kind] = {state: _record(world, kind, model, state) for state in STATES}
    _invite(world)
    world.things = {"taak": _tasks(world), "lid": _members(world), "overdracht": _handovers(world)}
    world.things["versie"] = world.things["wijziging"] = _versions(world)
    world.things["kaart"] = world.records["praktijkvoorbeeld"]
    for kind in ("organisatie", "opleiding", "module", "aanbod"):
        world.things[f"open {kind}"] = world.records[kind]
    world.things["voorbeeldconcept"] = _drafts(world)
    world.things |= _personal(world) | _around_partnerships(world)
    world.things |= _judged(world)
    return world


def _region(state: str) -> Record:
    _region_of, visibility, is_hidden = STATES[state]
    return RegionFactory(
        name=f"Regio {state}", slug=f"regio-{state.replace('_', '-')}", visibility=visibility,
        hidden_at=timezone.now() if is_hidden else None,
    )  # fmt: skip


def _people(regions: dict[str, Record]) -> dict[str, object]:
    people: dict[str, object] = {"visitor": AnonymousUser()}
    for name, role in (
        ("connector", Role.CONNECTOR), ("member", Role.MEMBER), ("lead", Role.LEAD),
        ("former", Role.LEAD),
    ):  # fmt: skip
        user = people[name] = UserFactory(email=f"{name}@rollen.test", name=f"Persoon {name}")
        until = "2020-12-31" if name == "former" else None
        for state in OWN:
            MembershipFactory(user=user, region=regions[state], role=role, until_on=until)
    people["lead_other"] = UserFactory(email="lead_other@rollen.test", name="Persoon elders")
    MembershipFactory(user=people["lead_other"], region=regions["other_public"], role=Role.LEAD)
    for name, role in (("curator", Role.CURATOR), ("national", Role.NATIONAL)):
        people[name] = UserFactory(email=f"{name}@rollen.test", name=f"Persoon {name}")
        MembershipFactory(user=people[name], region=None, role=role)
    people["admin"] = UserFactory(email="admin@rollen.test", is_staff=True, is_superuser=True)
    people["contact"] = UserFactory(email="contact@rollen.test", name="Contact")
    people["contact_other"] = UserFactory(email="contact_other@rollen.test", name="Contact elders")
    return people


def _record(world: World, kind: str, model: type[Record], state: str) -> Record:
    whose, visibility, is_hidden = STATES[state]
    values: dict[str, object] = {"visibility": visibility}
    names = {each.name for each in model._meta.fields}
    if "owner" in names:
        values["owner"] = world.records["regio"]["own_public" if whose == "own" else "other_public"]
    if kind in PARENTS:
        name, parent = PARENTS[kind]
        # The line itself is hidden or in concept, its agenda is not.
        values[name] = world.records[parent]["own_public" if whose == "own" else "other_public"]
    if "slug" in names:
        values["slug"] = f"{kind}-{state.replace('_', '-')}"
    if is_hidden:
        values["hidden_at"] = timezone.now()
    return factory_of(model)(**values)


def _invite(world: World) -> None:
    """Make one person the contact of the own partnerships, and one of a partnership that is not among the four."""
    for state in OWN:
        PartnershipContactFactory(
            user=world.people["contact"], partnership=world.records["samenwerking"][state]
        )
    PartnershipContactFactory(
        user=world.people["contact_other"], partnership__owner=world.records["regio"]["own_public"]
    )


def _tasks(world: World) -> dict[str, Model]:
    return {state: TaskFactory(region=region) for state, region in world.records["regio"].items()}


def _members(world: World) -> dict[str, Model]:
    regions = world.records["regio"]
    return {state: MembershipFactory(region=each, role=Role.MEMBER) for state, each in regions.items()}


def _handovers(world: World) -> dict[str, Model]:
    return {state: HandoverFactory(region=region) for state, region in world.records["regio"].items()}


def _versions(world: World) -> dict[str, Model]:
    """Change each partnership once, so that there is a history and something to undo."""
    by = Actor("page", world.people["admin"])
    found = {}
    for state, record in world.records["samenwerking"].items():
        found[state] = change_record(record, Change({"summary": "Nieuwe tekst"}), by=by)
        record.refresh_from_db()
    _end_change()
    return found


def _end_change() -> None:
    """End the change set that was written last, as the end of its transaction does in the portal.

    The country is made in one transaction: what is made later would belong to that change set as well.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"
        )


def _personal(world: World) -> dict[str, dict[str, Model]]:
    """Make what belongs to a person: of the kartrekker, and of the one of the other region."""
    people = {
        state: world.people["lead" if whose == "own" else "lead_other"]
        for state, (whose, *_) in STATES.items()
    }
    return {
        "uitvoer": {
            state: ExportRun.objects.create(user=user, table_key="partnerships", file_format="csv")
            for state, user in people.items()
        },
        "invoer": {
            state: ImportRun.objects.create(
                user=user,
                table_key="partnerships",
                file_name="lijst.csv",
                content=b"",
                state=RunState.REFUSED,
            )
            for state, user in people.items()
        },
        "filter": {
            state: SavedFilterFactory(owner=user, slug=f"filter-{state.replace('_', '-')}")
            for state, user in people.items()
        },
    }


def _judged(world: World) -> dict[str, dict[str, Model]]:
    """Make what belongs to practices at the curation desk; the pages of a practice there are named apart."""
    practices = world.records["praktijkvoorbeeld"]
    rounds = {state: ReviewFactory(practice=each) for state, each in practices.items()}
    return {
        "beoordeling": rounds,
        "besluit": rounds,
        "opmerking": {state: RemarkFactory(practice=each) for state, each in practices.items()},
        "gesprek": practices,
        "voorbeeld": practices,
    }


def _drafts(world: World) -> dict[str, Model]:
    """Return drafts beside published practices, all of them as visible as what they stand beside."""
    regions = world.records["regio"]
    found = {}
    for state, (whose, _visibility, is_hidden) in STATES.items():
        owner = regions["own_public" if whose == "own" else "other_public"]
        found[state] = PracticeFactory(
            owner=owner, state=PracticeState.DRAFT, draft_of=PracticeFactory(owner=owner), base_version=1,
            slug=f"voorbeeldconcept-{state.replace('_', '-')}", hidden_at=timezone.now() if is_hidden else None,
        )  # fmt: skip
    return found


def _around_partnerships(world: World) -> dict[str, dict[str, Model]]:
    partnerships = world.records["samenwerking"]
    return {
        "contact": {
            state: PartnershipContactFactory(partnership=each) for state, each in partnerships.items()
        },
        "correctie": {
            state: CorrectionFactory(kind="samenwerking", record=each.uuid)
            for state, each in partnerships.items()
        },
        "akkoord": {
            state: SignOffFactory(kind="samenwerking", record=each.uuid)
            for state, each in partnerships.items()
        },
    }
