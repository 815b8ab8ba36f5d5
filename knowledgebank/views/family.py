"""Where a practice went: its family tree, the regions that follow it, and where those lie."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from industriecoalitie.access.predicates import keeps_records, regions_held
from industriecoalitie.core import maps
from industriecoalitie.core.choices import Visibility
from knowledgebank.choices import AdoptionState
from knowledgebank.models import Adoption, Practice
from regions.choices import Role
from regions.forms.owned import keeps_for_country
from regions.models import Region

TONES = {
    AdoptionState.EXPLORING: "info",
    AdoptionState.ADAPTED: "goed",
    AdoptionState.ADOPTED: "goed",
    AdoptionState.STOPPED: "neutraal",
}
# A practice or an adoption of the tree: "p" or "a", and its key.
Key = tuple[str, int]


@dataclass
class Node:
    """One line of a family tree; ``opens`` tells that others stand below it, ``closes`` how many levels end after it."""

    record: Practice | Adoption
    depth: int
    title: str
    url: str
    is_practice: bool
    status: str = ""
    tone: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    opens: bool = False
    closes: range = range(0)


@dataclass(frozen=True)
class Follower:
    """A region of the tree, with where it lies: codes of provinces, and their names."""

    adoption: Adoption
    codes: str
    provinces: list[str]


@dataclass(frozen=True)
class Navolging:
    """All that a page shows of where a practice went.

    ``count``: int, regions that follow this very practice and did not stop; ``nodes`` the tree below it, first
    to last; ``followers`` the regions of the whole tree, each once; ``areas`` and ``markers`` are for a dot map.
    """

    count: int
    nodes: list[Node]
    followers: list[Follower]
    areas: list[dict[str, Any]]
    markers: list[dict[str, Any]]
    legend: list[tuple[object, str]]
    subjects: set[UUID]


def navolging_of(practice: Practice, user) -> Navolging:
    """Return where a practice went as far as ``user`` may see it, in two queries; in three when it went somewhere."""
    practices = list(Practice.objects.family_of(practice, user).select_related("region", "partnership"))
    adoptions = list(
        Adoption.objects.visible_to(user)
        .filter(practice__in=[each.pk for each in practices])
        .for_list()
        .order_by("from_on", "pk")
    )
    nodes = tree_of(practice, practices, adoptions, user)
    drawn = [node.record for node in nodes if isinstance(node.record, Adoption)]
    followers = located(drawn)
    return Navolging(
        count=len([each for each in drawn if each.practice_id == practice.pk and is_following(each)]),
        nodes=nodes,
        followers=followers,
        areas=areas_of(followers),
        markers=origin_of(practice, user),
        legend=[("marker", _("hier begon het")), (3, _("hier bouwt een regio erop voort"))],
        subjects={each.uuid for each in drawn},
    )


def is_following(adoption: Adoption) -> bool:
    return adoption.state != AdoptionState.STOPPED


def tree_of(
    practice: Practice, practices: Iterable[Practice], adoptions: Iterable[Adoption], user
) -> list[Node]:
    """Return what came of a practice, line by line, each with how deep it stands; nothing stands there twice."""
    records: dict[Key, Practice | Adoption] = {("p", each.pk): each for each in practices}
    records |= {("a", each.pk): each for each in adoptions}
    below = below_of(records, user)
    root = ("p", practice.pk)
    nodes: list[Node] = []
    seen = {root}
    waiting = [(key, 0) for key in reversed(below[root])]
    while waiting:
        key, depth = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        nodes.append(node_of(records[key], depth, user))
        waiting += [(child, depth + 1) for child in reversed(below[key])]
    for number, node in enumerate(nodes, 1):
        depth = nodes[number].depth if number < len(nodes) else 0
        node.opens = depth > node.depth
        node.closes = range(max(0, node.depth - depth))
    return nodes


def below_of(records: dict[Key, Practice | Adoption], user) -> dict[Key, list[Key]]:
    """Return what hangs below each practice and adoption: first by which a region came to it, then what grew of it."""
    below: dict[Key, list[Key]] = defaultdict(list)
    adoptions = {each.pk: each for each in records.values() if isinstance(each, Adoption)}
    grown: dict[int, list[Practice]] = defaultdict(list)
    for each in records.values():
        if isinstance(each, Practice) and each.partnership_id:
            grown[each.partnership_id].append(each)
    for adoption in adoptions.values():
        via = teacher_of(adoption, adoptions)
        below["p", adoption.practice_id].append(("a", adoption.pk)) if via is None else below[
            "a", via
        ].append(("a", adoption.pk))
        partnership = adoption.partnership
        if partnership is not None and partnership.is_shown_to(user):
            became = [each for each in grown[partnership.pk] if each.pk != adoption.practice_id]
            below["a", adoption.pk] += [("p", each.pk) for each in became]
    told = {child for children in below.values() for child in children}
    for key, each in records.items():
        if isinstance(each, Practice) and each.builds_on_id and key not in told:
            below["p", each.builds_on_id].append(key)
    return below


def teacher_of(adoption: Adoption, adoptions: dict[int, Adoption]) -> int | None:
    """Return the key of the adoption that this one learned from; None for the first of a ring, which has no beginning."""
    via = adoptions.get(adoption.via_id) if adoption.via_id else None
    if via is None or via.practice_id != adoption.practice_id:
        return None
    ring, step = {adoption.pk}, via
    while step is not None and step.pk not in ring:
        ring.add(step.pk)
        step = adoptions.get(step.via_id) if step.via_id else None
    is_in_ring = step is not None and step.pk == adoption.pk
    return None if is_in_ring and adoption.pk == min(ring) else via.pk


def told_by(navolging: Navolging, practice: Practice, user) -> Adoption | None:
    """Return what the own team told of this very practice, without a query."""
    own = regions_held(user, Role.LEAD, Role.MEMBER) if user.is_authenticated else set()
    records = [node.record for node in navolging.nodes if isinstance(node.record, Adoption)]
    return next((each for each in records if each.practice_id == practice.pk and each.region_id in own), None)


def may_tell(navolging: Navolging, practice: Practice, user) -> bool:
    """Tell, without a query, whether ``user`` has a region left that may build on this practice."""
    if not keeps_records(user):
        return False
    own = regions_held(user, Role.LEAD, Role.MEMBER)
    records = [node.record for node in navolging.nodes if isinstance(node.record, Adoption)]
    taken = {each.region_id for each in records if each.practice_id == practice.pk}
    return keeps_for_country(user) or bool(own - taken - {practice.region_id, practice.owner_id})


def node_of(record: Practice | Adoption, depth: int, user) -> Node:
    if isinstance(record, Practice):
        region = record.region if record.region and record.region.is_shown_to(user) else None
        facts = [(_("Regio"), region.name)] if region else []
        return Node(record, depth, record.title, record.get_absolute_url(), True, facts=facts)
    partnership = record.partnership if record.partnership and record.partnership.is_shown_to(user) else None
    facts = [
        (_("Wat is aangepast"), record.changes),
        (_("Wat het opleverde"), record.outcome),
        (_("Samenwerking"), partnership.name if partnership else ""),
    ]
    return Node(
        record,
        depth,
        record.region.name,
        record.get_absolute_url(),
        False,
        record.get_state_display(),
        TONES[AdoptionState(record.state)],
        [(label, text) for label, text in facts if text],
    )


def located(adoptions: list[Adoption]) -> list[Follower]:
    """Return the adoptions, each with the provinces in which its region lies."""
    if not adoptions:
        return []
    found: dict[int, set[str]] = defaultdict(set)
    for region, code, lat, lon in Region.objects.filter(
        pk__in={each.region_id for each in adoptions}
    ).spots():
        code = code or (maps.province_at(lat, lon) if lat is not None and lon is not None else "")
        if code in maps.PROVINCES:
            found[region].add(code)
    return [
        Follower(each, " ".join(codes), [maps.PROVINCES[code] for code in codes])
        for each in adoptions
        for codes in [sorted(found[each.region_id])]
    ]


def areas_of(followers: list[Follower]) -> list[dict[str, Any]]:
    """Return the provinces in which regions follow, each with the names of those regions."""
    names: dict[str, list[str]] = defaultdict(list)
    for follower in followers:
        if is_following(follower.adoption):
            for code in follower.codes.split():
                names[code].append(follower.adoption.region.name)
    return [
        {"code": code, "label": maps.PROVINCES[code], "level": 3, "text": ", ".join(dict.fromkeys(regions))}
        for code, regions in sorted(names.items())
    ]


def origin_of(practice: Practice, user) -> list[dict[str, Any]]:
    """Return the place where a practice began, as a marker."""
    place = practice.place
    if place is None or place.visibility != Visibility.PUBLIC or place.hidden_at is not None:
        return []
    return [{"lat": place.latitude, "lon": place.longitude, "label": place.name}]
