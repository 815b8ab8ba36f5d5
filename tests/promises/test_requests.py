"""R35, R41, R46: reading changes nothing, nothing is written without a token, bad input is told at the field, headers."""

import re

import pytest
from django.conf import settings
from django.db import connection

from industriecoalitie.api.addresses import is_api

from .answers import lacking
from .doors import values_of
from .pages import form_on
from .table import line_of
from .test_authorisation import ANYTHING, PAGES, name_of

# Tables in which reading may leave a trace: who is signed in, who has a form open.
TRACES = {"accounts_session", "django_session", "editing_presence", "accounts_device", "axes_accessattempt"}
READING = ("GET", "HEAD")
# What nobody would type, and somebody will send.
HOSTILE = {
    "nul": "a\x00b",
    "half a character": "\ud800",
    "a very large number": "1" + "0" * 20,
    "a number no computer reads": "9" * 5000,
    "a negative number": "-1",
    "not a number": "NaN",
    "infinite": "1e400",
    "two thousand words": "woord " * 2000,
    "year nought": "0000-00-00",
    "a year far away": "1-1-99999",
    "an unknown identifier": "00000000-0000-4000-8000-000000000000",
    "no identifier": "zzz",
    "markup": "<script>alert(1)</script>",
    "a formula": "=1+1",
    "another way to write digits": "٣٤",
    "a superscript": "²",
    "a template": "{{ 7|add:7 }}%s%(x)s",
    "right to left": "\u202eabc",
}

# The three that are tried field by field.
WORST = ("nul", "a number no computer reads", "an unknown identifier")
FIELD_BY_FIELD = {"partnerships:partnership_edit", "regions:region_edit", "regions:team"}


def address_of(world, door) -> str:
    line = line_of(door)
    record = world.of(line.kind)["own_public"] if line.kind else None
    return door.filled(**ANYTHING | line.values | (values_of(line.kind, record) if record else {}))


def written_rows() -> dict[str, tuple[int, int, int]]:
    """Return how many rows this transaction added, changed and removed so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables")
        return {name: numbers for name, *numbers in cursor.fetchall() if name not in TRACES}


@pytest.mark.timeout(900)  # a long walk, on a busy machine
@pytest.mark.parametrize("takes_turns", [True, pytest.param(False, marks=pytest.mark.release)])
@pytest.mark.parametrize("role", ["lead", "admin"])
def test_reading_changes_nothing(world, visitors, role, takes_turns):
    """In every run one asks the page where the other only asks its head, and the other way around at the next door."""
    changed = {}
    before = written_rows()
    for number, door in enumerate(PAGES):
        if line_of(door) is None:
            continue
        address = address_of(world, door)
        turn = (number + (role == "admin")) % 2
        for method in READING[turn : turn + 1] if takes_turns else READING:
            visitors.knock(role, method, address)
            after = written_rows()
            different = [name for name in after if after[name] != before.get(name)]
            if different:
                changed[f"{method} {address}"] = different
            before = after

    assert changed == {}


def test_a_seeded_write_is_seen(world):
    before = written_rows()

    type(world.records["regio"]["own_public"]).objects.filter(slug="regio-own-public").update(remark="x")

    assert written_rows() != before


# The link itself is the right there, no cookie plays a part: a mail program may send it.
NO_COOKIE = {"signoff:answer", "exchange:follow_stop", "knowledgebank:digest_stop", "standards:oai"}


def test_no_form_is_taken_without_its_token(world, visitors):
    taken = {}
    for door in PAGES:
        line = line_of(door)
        if line is None or "POST" not in line.methods or door.name in NO_COOKIE:
            continue
        address = address_of(world, door)
        answer = visitors.knock("lead", "POST", address, {"name": "x"}, csrf=True)
        # The API takes no cookie for writing at all: whoever sends one is nobody.
        if answer.status_code not in ((401, 403) if is_api(address) else (403,)):
            taken[door.name] = answer.status_code

    assert taken == {}


def test_a_form_from_elsewhere_is_refused(world, visitors):
    address = f"/samenwerkingen/{world.records['samenwerking']['own_public'].slug}/bewerken/"

    answer = visitors.knock(
        "lead", "POST", address, {"name": "x"}, csrf=True, headers={"origin": "https://elders.example"}
    )

    assert answer.status_code == 403


def test_one_page_only_is_shown_in_a_frame():
    assert [door.name for door in PAGES if (line := line_of(door)) and line.framed] == [
        "knowledgebank:practice_card"
    ]


@pytest.mark.parametrize(
    "address", ["/bestaat-niet/", "/regios/%00/", "/regios/?kind=bestaat-niet", "/api/v1/bestaat-niet"]
)
def test_errors_carry_the_headers_too(visitors, address):
    answer = visitors.knock("visitor", "GET", address)

    assert answer.status_code in (400, 404)
    assert lacking(answer) == []


# Pages with parameters, and the ones they take.
ASKED = {
    "/samenwerkingen/": ["q", "page", "sort", "region", "sector", "validOn", "updatedSince", "filter", "status"],
    "/organisaties/": ["q", "page", "sort", "kind", "region", "filter"],
    "/regios/": ["q", "page", "validOn"],
    "/opleidingen/": ["q", "page", "region", "level"],
    "/kennisbank/": ["q", "page", "state"],
    "/tijdlijn/": ["q", "year", "page"],
    "/dekking/": ["validOn"],
    "/regios/vergelijken/": ["regio", "met"],
    "/kiezen/organisatie/": ["q", "new"],
    "/zoeken/": ["q", "page", "kind", "theme", "category", "region", "year", "uitleg"],
    "/zoeken/suggesties/": ["q"],
    "/zoeken/lijkt-op/": ["kind", "name", "title"],
    "/organisaties/dubbel/": ["page", "q"],
    "/wijzigingen/": ["page", "door", "wie", "soort", "q"],
    "/verwijderd/": ["page", "soort"],
    "/mijn/": ["page", "wat"],
    "/uitwisseling/partnerships/export/": ["format", "q", "sort"],
    "/uitwisseling/partnerships/bewerken/": ["pk", "q"],
    "/api/v1/partnerships": ["q", "limit", "cursor", "fields", "expand", "sort", "validOn", "updatedSince"],
    "/inloggen/": ["next"],
}  # fmt: skip


@pytest.mark.parametrize("address", ASKED)
def test_no_parameter_breaks_a_page(visitors, address):
    asked = [(what, dict.fromkeys(ASKED[address], value)) for what, value in HOSTILE.items()]
    asked += [(f"{name}: {what}", {name: HOSTILE[what]}) for name in ASKED[address] for what in WORST]

    broken = {}
    for what, values in asked:
        sent = {name: value.encode("utf-8", "surrogatepass") for name, value in values.items()}
        answer = visitors.knock("lead", "GET", address, sent)
        if answer.status_code >= 500:
            broken[what] = answer.status_code

    assert broken == {}


def edit_doors() -> list:
    """Return the pages with a form of fields, that a region's team fills in."""
    return [
        door
        for door in PAGES
        if (line := line_of(door)) is not None
        and {"GET", "POST"} <= line.methods
        and not door.name.startswith(("account_", "mfa_", "socialaccount_", "institution_"))
        and door.name not in NO_COOKIE | {"regions:invitation_accept"}
    ]


@pytest.mark.release
@pytest.mark.timeout(900)
@pytest.mark.parametrize("door", edit_doors(), ids=name_of)
def test_no_field_breaks_a_form(world, visitors, door):
    """All fields at once hold what nobody would type, and on three pages one after another."""
    address = address_of(world, door)
    page = visitors.knock("lead", "GET", address).body.decode()
    values = form_on(page) or form_on(page, first_form(page))
    values.pop("csrfmiddlewaretoken", None)

    sent = [
        (f"everything: {what}", dict.fromkeys(values, encodable(value))) for what, value in HOSTILE.items()
    ]
    if door.name in FIELD_BY_FIELD:
        # A row stands for all rows of its kind.
        names = [name for name in values if not re.search(r"-[1-9]\d*-", name)]
        sent += [(f"{name}: {what}", values | {name: HOSTILE[what]}) for name in names for what in WORST]

    broken = {}
    for what, data in sent:
        answer = visitors.knock("lead", "POST", address, data)
        if answer.status_code >= 500:
            broken[what] = answer.status_code

    assert broken == {}


def encodable(text: str) -> bytes | str:
    """Return a text as it goes over the line: half a character only goes as bytes."""
    return text.encode("utf-8", "surrogatepass") if "\ud800" in text else text


def first_form(page: str) -> str:
    """Return the id of the first form in the page that is sent; "" for one without an id."""
    found = re.search(r'<form[^>]*method="post"[^>]*?(?:id="([^"]*)")?[^>]*>', page)
    return (found.group(1) or "") if found else "none"


BUTTONS = ["add_row", "move_row", "autosave", "answers", "discard"]


@pytest.mark.release
@pytest.mark.timeout(900)
@pytest.mark.parametrize("button", BUTTONS)
def test_no_button_of_the_form_breaks_it(world, visitors, button):
    record = world.records["samenwerking"]["own_public"]
    address = f"/samenwerkingen/{record.slug}/bewerken/"
    values = form_on(visitors.knock("lead", "GET", address).body.decode())

    broken = {}
    for what, value in HOSTILE.items():
        if "\ud800" in value:
            continue
        for name in ("partners-TOTAL_FORMS", "seen", "current", button):
            sent = values | {button: "partners", name: value}
            answer = visitors.knock("lead", "POST", address, sent)
            if answer.status_code >= 500:
                broken[f"{name}: {what}"] = answer.status_code
        answer = visitors.knock("lead", "POST", address, values | {button: f"partners:{value}:up"})
        if answer.status_code >= 500:
            broken[f"{button} partners:{what}:up"] = answer.status_code

    assert broken == {}


@pytest.mark.parametrize("kind", ["confirm", "hide", "presence"])
def test_small_acts_take_no_nonsense(world, visitors, kind):
    record = world.records["samenwerking"]["own_public"]
    word = {"confirm": "bevestigen", "hide": "verwijderen", "presence": "aanwezig"}[kind]
    address = f"/{word}/samenwerking/{record.uuid}/"

    found = {
        what: visitors.knock("lead", "POST", address, {"seen": value, "next": value}).status_code
        for what, value in HOSTILE.items()
        if "\ud800" not in value
    }

    assert {what: status for what, status in found.items() if status >= 500} == {}


ODD_BODIES = {
    "broken multipart": (b"--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nhalf", "multipart/form-data; boundary=x"),
    "no boundary": (b"name=x", "multipart/form-data"),
    "an unknown charset": (b"name=%FF%FE", "application/x-www-form-urlencoded; charset=klingon"),
    "no utf-8": (b"name=%FF%FE%00&summary=\xff", "application/x-www-form-urlencoded"),
    "json": (b'{"name": "x"}', "application/json"),
    "twenty thousand fields": (b"&".join(b"f%d=1" % number for number in range(20_000)), "application/x-www-form-urlencoded"),
    "three megabytes": (b"summary=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
}  # fmt: skip


@pytest.mark.parametrize("what", ODD_BODIES)
@pytest.mark.parametrize(
    "address",
    ["/samenwerkingen/nieuw/", "/regios/regio-own-public/team/", "/uitwisseling/partnerships/import/"],
)
def test_no_body_breaks_a_page(visitors, address, what):
    body, kind = ODD_BODIES[what]

    answer = visitors.knock("lead", "POST", address, body, content_type=kind)

    assert 200 <= answer.status_code < 500


def test_a_refusal_is_told_in_dutch_at_the_field(world, visitors):
    record = world.records["samenwerking"]["own_public"]
    address = f"/samenwerkingen/{record.slug}/bewerken/"
    values = form_on(visitors.knock("lead", "GET", address).body.decode())

    answer = visitors.knock(
        "lead",
        "POST",
        address,
        values | {"name": "", "from_on": "gisteren", "region": "999999", "website": "geen adres"},
    )

    assert answer.status_code == 422
    text = answer.body.decode()
    assert [sentence for sentence in (
        "Vul ‘Naam van de samenwerking’ in.",
        "Schrijf een datum als 2024, mei 2024 of 9 mei 2024.",
        "Kies een van de mogelijkheden.",
        "Vul een adres in zoals https://www.voorbeeld.nl.",
    ) if sentence not in text] == []  # fmt: skip
    # Nothing of Django's own English.
    assert re.findall(r"This field|Enter a valid|Select a valid|Ensure this", text) == []


def test_the_way_back_after_signing_in_stays_here(visitors):
    elsewhere = [
        "https://elders.example", "//elders.example", "///elders.example", "/\\elders.example", "\\\\elders.example",
        "https:elders.example", "http:///elders.example", "javascript:alert(1)", "data:text/html,x", "/\t/elders.example",
        "//elders.example%2f@testserver", "https://testserver@elders.example", "https://testserver.elders.example/",
        "\x08//elders.example", "/%09/elders.example", "//%5celders.example", "ftp://elders.example", " //elders.example",
        "https://elders.example?testserver", "/\r\nLocation: https://elders.example",
    ]  # fmt: skip

    led = {}
    for where in elsewhere:
        answer = visitors.knock("lead", "GET", "/inloggen/", {"next": where})
        goes = answer.get("Location", "")
        if answer.status_code >= 500 or not (
            goes == "" or (goes.startswith("/") and not re.match(r"/[/\\\t]", goes))
        ):
            led[where] = (answer.status_code, goes)

    assert led == {}


@pytest.mark.parametrize(
    "host", ["elders.example", "testserver.elders.example", "testserver:80@elders.example", "a\r\nb"]
)
def test_another_host_is_refused(visitors, host):
    answer = visitors.knock("visitor", "GET", "/inloggen/", HTTP_HOST=host)

    assert answer.status_code == 400
    assert settings.USE_X_FORWARDED_HOST is False
