"""R21: every route x every role x every method has an expected answer, written down in one table."""

from collections.abc import Iterable

import pytest
from django.contrib import admin
from django.urls import reverse

from industriecoalitie.core.kinds import record_models
from industriecoalitie.home.work import PAGED

from .answers import HEADERS, lacking
from .doors import Door, Visitors, doors
from .knocks import Knock, knocks_at, sample
from .table import DOCUMENT, LOGIN, STATES, Line, fits, level_of, line_of, table
from .write import document

DOORS = sorted({door.name: door for door in doors()}.values(), key=lambda door: door.name)
PAGES = [door for door in DOORS if not door.address.startswith("beheer/")]
ADMIN = [door for door in DOORS if door.address.startswith("beheer/")]
NOBODY = "00000000-0000-4000-8000-000000000000"
# For parameters that name no record.
ANYTHING = {
    "kind": "samenwerking", "slug": "bestaat-niet", "name": "bestaat-niet", "provider_id": "bestaat-niet", "key": "partnerships", "section": next(iter(PAGED)), "token": "bestaat-niet", "change_set": NOBODY,
    "uidb36": "1", "link": "bestaat-niet", "pk": 1, "id": "1", "object_id": 1, "content_type_id": 1,
    "uuid": NOBODY, "app_label": "regions", "version": 1, "url": "bestaat-niet", "word": "pps",
}  # fmt: skip


def name_of(door: Door) -> str:
    return door.name


def test_every_door_has_a_line():
    without = [door for door in PAGES if line_of(door) is None]

    assert [door.name for door in without] == [], "\n".join(
        [
            "",
            "These routes have no line in tests/promises/authorisation.toml. Add under [doors], for each, who may open it:",
            *(f'"{each.name}" = {{ right = "…", kind = "…", methods = "GET POST" }}   # /{each.address}' for each in without),
            "right: everyone, signed_in, keeper, editor, administrator; or with kind: see, change, publish.",
            "Then: .venv/bin/python -m tests.promises",
        ]
    )  # fmt: skip


def test_every_line_has_a_door():
    names = [door.name for door in DOORS]

    idle = [
        key for key in table()["doors"] if key not in names and not any(fits(each, key) for each in names)
    ]

    assert idle == []


@pytest.mark.parametrize("kind", record_models())
def test_every_kind_of_record_keeps_the_rights_of_its_family(world, kind):
    model = record_models()[kind]
    expected = {(role, state): level_of(kind, role, state) for role in world.people for state in STATES}

    found = {}
    for role in world.people:
        person = world.person(role)
        for state, record in world.records[kind].items():
            found[role, state] = level_found(model, person, record)

    assert {at: level for at, level in found.items() if level != expected[at]} == {}


def level_found(model, person, record) -> str:
    if not model.objects.visible_to(person).filter(pk=record.pk).exists():
        return "-"
    name = f"{model._meta.app_label}.%s_{model._meta.model_name}"
    levels = [level for level in ("change", "publish") if person.has_perm(name % level, record)]
    return levels[-1] if levels else "see"


@pytest.mark.parametrize("door", PAGES, ids=name_of)
def test_a_page_answers_as_the_table_says(world, visitors, door):
    """Whoever may not come in is refused, and the page opens for one of those who may; no answer lacks a header."""
    line = written_line(door)

    wrong = wrong_at(visitors, line, sample(door, knocks_at(door, line, world, ANYTHING)))

    assert wrong == [], "\n" + "\n".join(wrong[:30])


@pytest.mark.release
@pytest.mark.parametrize("door", PAGES, ids=name_of)
def test_a_page_answers_everybody_as_the_table_says(world, visitors, door):
    line = written_line(door)

    wrong = wrong_at(visitors, line, knocks_at(door, line, world, ANYTHING))

    assert wrong == [], "\n" + "\n".join(wrong[:30])


def written_line(door: Door) -> Line:
    line = line_of(door)
    if line is None:
        pytest.fail(f"{door.name} has no line in tests/promises/authorisation.toml")
    return line


def wrong_at(visitors: Visitors, line: Line, knocks: Iterable[Knock]) -> list[str]:
    """Return which answers are others than expected, or lack a header."""
    wrong = []
    for each in knocks:
        answer = visitors.knock(each.role, each.method, each.address)
        found, without = said(answer, line), lacking(answer, is_framed=line.framed)
        if found not in each.expected:
            expected = sorted(map(str, each.expected))
            wrong.append(f"{each.role} {each.method} {each.address}: {found}, expected {expected}")
        if without:
            wrong.append(f"{each.role} {each.method} {each.address}: {answer.status_code} without {without}")
    return wrong


@pytest.mark.parametrize("role", ["lead", "contact", "former"])
def test_the_sample_lets_in_somebody_at_every_door_and_refuses_everybody(world, role):
    """The sample is no walk past closed doors: it holds all refusals, and each role comes in at many doors."""
    came_in, refused, missed = set(), 0, []
    for door in PAGES:
        line = written_line(door)
        every = list(knocks_at(door, line, world, ANYTHING))
        some = set(sample(door, every))
        refused += sum(each.is_refused for each in every)
        missed += [each for each in every if each.is_refused and each not in some]
        if {each.is_refused for each in every} != {each.is_refused for each in some}:
            missed.append(door.name)
        came_in |= {door.name for each in some if each.role == role and not each.is_refused}

    assert missed == []
    assert (refused > 1000, len(came_in) > 10) == (True, True)


@pytest.mark.parametrize("name", [*HEADERS, "Content-Security-Policy", "Referrer-Policy"])
def test_a_header_that_is_gone_is_missed(visitors, name):
    answer = visitors.knock("visitor", "GET", "/privacy/")
    assert lacking(answer) == []

    del answer[name]

    assert lacking(answer) == [name]


def said(answer, line) -> object:
    if answer.status_code != 302:
        return answer.status_code
    where = answer["Location"].partition("?")[0]
    is_sent_away = where in ("/inloggen/", "/beheer/login/") and not line.public
    return LOGIN if is_sent_away else 302


WAYS_IN_AND_OUT = {"admin:login", "admin:logout"}


def test_the_admin_opens_for_administrators_only(visitors):
    """Nobody but an administrator is staff: for the others it is one door, knocked on by two of them everywhere."""
    knocks = [(role, method) for role in ("visitor", "national") for method in ("GET", "POST")]
    others = [(role, "GET") for role in table()["roles"] if role not in ("visitor", "national", "admin")]

    let_in = []
    for door in ADMIN:
        for role, method in knocks + (others if door.name == "admin:index" else []):
            answer = visitors.knock(role, method, door.filled(**ANYTHING))
            if door.name not in WAYS_IN_AND_OUT and not is_shut(answer):
                let_in.append(f"{role} {method} {door.address}: {answer.status_code}")

    assert let_in == []


def is_shut(answer) -> bool:
    """Tell whether someone was refused, or sent to sign in."""
    away = ("/inloggen/", "/beheer/login/")
    return answer.status_code in (403, 404) or answer.get("Location", "").startswith(away)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)
def test_an_administrator_looks_up_everything_and_writes_only_what_the_table_says(visitors, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    may_write = model._meta.label_lower in table()["admin"]["written"]

    looked = visitors.knock("admin", "GET", reverse(f"{name}_changelist")).status_code
    adding = visitors.knock("admin", "POST", reverse(f"{name}_add")).status_code
    changing = visitors.knock("admin", "POST", reverse(f"{name}_change", args=[1])).status_code
    removing = visitors.knock("admin", "POST", reverse(f"{name}_delete", args=[1])).status_code

    assert looked == 200
    assert adding in ((200, 302) if may_write else (403,))
    # What is not there is answered with the way back (302), what is there with a refusal.
    assert {changing, removing} <= ({200, 302, 404} if may_write else {302, 403, 404})


def test_the_document_is_made_of_the_table():
    assert DOCUMENT.read_text() == document(DOORS), "run: .venv/bin/python -m tests.promises"
