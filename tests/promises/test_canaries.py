"""R22, R23, R24: of what a person may not see nothing shows anywhere, nothing can be guessed, and nothing differs.

Every text of hidden records and concepts of another region is a canary: a word that stands nowhere else. They are tied
to public records in both directions, wherever the models allow; then everybody who may not see them walks the portal.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, models, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.api.addresses import COLLECTIONS
from industriecoalitie.api.serializers import expandable
from industriecoalitie.core.filters import KeyFilter
from industriecoalitie.core.kinds import kind_of, record_models
from industriecoalitie.core.models import Part, Record
from industriecoalitie.core.tables import all_tables
from regions.choices import Role
from tests.factories.regions import MembershipFactory
from tests.models import factory_of, our_models

from .doors import Visitors
from .pages import form_on
from .world import World

CANARY = "zqkanarie"
# Fields with a form of their own, and those that name a person's doing.
LEFT_ALONE = {"uuid", "visibility", "slug"}
READERS = ("visitor", "lead", "former_other")
# As many addresses of one route with the same parameters as a reader opens: in every run, and before a release.
MOST_ALIKE = [1, pytest.param(5, marks=pytest.mark.release)]
FORMATS = ("csv", "xlsx", "json")


class Aviary:
    """The canaries: who is hidden, and which words nobody may read."""

    def __init__(self):
        self.hidden: dict[str, list[Record]] = {}
        self.count = 0

    def word(self) -> str:
        self.count += 1
        return f"{CANARY}{self.count}x"

    def fill(self, row: Model) -> dict[str, object]:
        """Return canaries for every text field of a row."""
        found: dict[str, object] = {}
        for field in row._meta.concrete_fields:
            if field.name in LEFT_ALONE or field.choices or field.primary_key:
                continue
            if isinstance(field, models.URLField):
                found[field.name] = f"https://{self.word()}.example/"
            elif isinstance(field, models.CharField | models.TextField) and (field.max_length or 99) >= 16:
                found[field.name] = self.word()
            elif isinstance(field, ArrayField) and isinstance(field.base_field, models.CharField):
                found[field.name] = [self.word()]
        return found


@pytest.fixture(scope="module")
def aviary(world) -> Aviary:
    found = Aviary()
    for kind, model in record_models().items():
        found.hidden[kind] = [made(found, world, kind, model, is_hidden) for is_hidden in (False, True)]
        if "merged_into" in {field.name for field in model._meta.fields}:
            found.hidden[kind].append(merged(found, world, kind, model))
    for kind, model in record_models().items():
        for canary in found.hidden[kind]:
            # A line belongs to whom its agenda belongs to.
            tie(
                canary,
                {each: rows["own_public"] for each, rows in world.records.items()},
                but={"agenda", "merged_into"},
            )
        public = world.records[kind]["own_public"]
        tie(
            public,
            {each: rows[0] for each, rows in found.hidden.items()},
            but={"agenda", "kind", "form"},
        )
        assert model.objects.filter(pk=public.pk, visibility="public", hidden_at=None).exists()
    for model in our_models():
        if issubclass(model, Part):
            add_rows(found, world, model)
    return found


def made(aviary: Aviary, world: World, kind: str, model: type[Record], is_hidden: bool) -> Record:
    """Return a record of the other region that only its team sees, or nobody."""
    names = {field.name for field in model._meta.fields}
    values: dict[str, object] = {"visibility": "public" if is_hidden else "concept"}
    if "owner" in names:
        values["owner"] = world.records["regio"]["other_public"]
    if "slug" in names:
        values["slug"] = f"{CANARY}-{kind}-{int(is_hidden)}"
    if is_hidden:
        values["hidden_at"] = timezone.now()
    record = factory_of(model)(**values)
    return overwritten(record, aviary.fill(record))


def merged(aviary: Aviary, world: World, kind: str, model: type[Record]) -> Record:
    """Return a record that was never shown, and went up in a public one."""
    record = factory_of(model)(
        visibility="concept", hidden_at=timezone.now(), merged_into=world.records[kind]["own_public"]
    )
    values = aviary.fill(record)
    if hasattr(record, "slug"):
        values["slug"] = f"{CANARY}-{kind}-2"
    return overwritten(record, values)


def overwritten(row: Model, values: dict[str, object]) -> Model:
    """Write values past the actions, each that the database takes."""
    for name, value in values.items():
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{name: value})
        except DatabaseError:
            continue
    row.refresh_from_db()
    return row


def tie(record: Record, others: dict[str, Record], but: set[str]) -> None:
    """Point every relation of a record at one of the others, where the models allow."""
    for field in [*record._meta.fields, *record._meta.many_to_many]:
        related = field.related_model
        if (
            related is None
            or not issubclass(related, Record)
            or field.name in {"owner", "part_of", "parent"} | but
        ):
            continue
        other = others[kind_of(related)]
        if field.many_to_many:
            getattr(record, field.name).add(other)
        else:
            overwritten(record, {field.name: other})


def add_rows(aviary: Aviary, world: World, model: type[Part]) -> None:
    """Add rows with canaries: of hidden records, and of public records where the row names a hidden one."""
    parent = model._meta.get_field(model.part_of)
    if not issubclass(parent.related_model, Record):
        return
    kind = kind_of(parent.related_model)
    for owner in aviary.hidden[kind]:
        row = made_row(model, **{model.part_of: owner})
        if row:
            overwritten(row, aviary.fill(row))
    for name in model.shows:
        related = model._meta.get_field(name).related_model
        if name == model.part_of or not issubclass(related, Record):
            continue
        for canary in aviary.hidden[kind_of(related)]:
            row = made_row(model, **{model.part_of: world.records[kind]["own_public"], name: canary})
            if row:
                overwritten(row, aviary.fill(row))


def made_row(model: type[Part], **values: object) -> Model | None:
    try:
        with transaction.atomic():
            return factory_of(model)(**values)
    except DatabaseError:
        return None


@pytest.fixture(scope="module")
def readers(world, aviary, visitors) -> Visitors:
    """Return those who may not see: a visitor, a kartrekker elsewhere, and someone who once was of the region."""
    user = MembershipFactory(
        region=world.records["regio"]["other_public"], role=Role.LEAD, until_on="2020-12-31"
    ).user
    world.people["former_other"] = user
    return Visitors(world)


def test_the_canaries_are_there(world, aviary, readers):
    """Those who may see them do: without this nothing below proves anything."""
    partnership = aviary.hidden["samenwerking"][0]

    seen = readers.knock("lead_other", "GET", partnership.get_absolute_url())

    assert CANARY in seen.body.decode()
    assert aviary.count > 200
    assert world.records["samenwerking"]["own_public"].partners.count() > 0


@pytest.mark.timeout(900)  # a long walk, on a busy machine
@pytest.mark.parametrize("most_alike", MOST_ALIKE)
@pytest.mark.parametrize("role", READERS)
def test_no_page_no_file_and_no_answer_shows_a_canary(world, aviary, readers, role, most_alike):
    leaks, walked = {}, 0
    for address in walk(readers, role, starts(world, role), most_alike):
        walked += 1
        found = canaries_in(address.body)
        if found:
            leaks[address.path] = found

    assert leaks == {}
    assert walked > 150


class Answer:
    def __init__(self, path: str, body: bytes):
        self.path, self.body = path, body


def starts(world: World, role: str) -> list[str]:
    """Return where to begin: the front page, every list, every file, every collection, every picker."""
    found = [
        "/",
        "/zoeken/",
        "/zoeken/?q=zq",
        "/zoeken/suggesties/?q=zqkan",
        "/tijdlijn.ics",
        "/regios/vergelijken/",
        "/dekking/",
        "/api/v1/openapi.json",
    ]
    for table in all_tables():
        found += list_of(table)
        found += [f"/uitwisseling/{table.key}/export/?format={each}" for each in FORMATS]
    for name, viewset in COLLECTIONS.items():
        found += [f"/api/v1/{name}", f"/api/v1/{name}?limit=100"]
        model = viewset.queryset.model
        keys = [each.uuid for each in world.records[kind_of(model)].values()]
        found += [f"/api/v1/{name}/{key}" for key in keys]
        found += [
            f"/api/v1/{name}/{key}?expand={each}"
            for key in keys[:1]
            for each in expandable(viewset.serializer_class)
        ]
    for kind in record_models():
        if role != "visitor":
            found += [
                f"/kiezen/{kind}/?q={CANARY}",
                f"/zoeken/lijkt-op/?kind={kind}&name={CANARY}",
                f"/kiezen/{kind}/?q=zq",
            ]
            found += [f"/geschiedenis/{kind}/{world.records[kind]['own_public'].uuid}/"]
    for kind in ("samenwerking", "regio"):
        for record in world.records[kind].values():
            page = record.get_absolute_url()
            found += [f"{page}afdruk/", f"{page}mijlpalen.ics", f"{page}bewerken/", f"{page}opleidingen/"]
    if role != "visitor":
        found += [
            "/mijn/",
            "/wijzigingen/",
            "/verwijderd/",
            "/organisaties/dubbel/",
            "/mijn/taken/",
            "/filters/",
            "/uitwisseling/",
        ]
    return found


def list_of(table) -> list[str]:
    """Return the page of a table, when it has one."""
    return [reverse(table.list_url)] if table.list_url else []


def walk(readers: Visitors, role: str, found: list[str], most_alike: int) -> Iterator[Answer]:
    """Open every address that can be reached by links, of each shape as many as told, and yield what came."""
    todo, known, alike = list(found), set(found), {}
    while todo:
        path = todo.pop(0)
        answer = readers.knock(role, "GET", path)
        yield Answer(path, path_less(answer.body, path) + str(dict(answer.items())).encode())
        if answer.status_code == 302:
            links = [answer["Location"]]
        elif answer.get("Content-Type", "").startswith("text/html"):
            links = re.findall(r'(?:href|hx-get)="([^"]+)"', answer.body.decode())
        else:
            links = []
        for link in links:
            new = urldefrag(urljoin(path, link.replace("&amp;", "&")))[0]
            if not is_ours(new) or new in known:
                continue
            shape = shape_of(new)
            alike[shape] = alike.get(shape, 0) + 1
            if alike[shape] <= most_alike:
                known.add(new)
                todo.append(new)


def is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return (
        not parts.netloc
        and parts.path.startswith("/")
        and not parts.path.startswith(("/static/", "/uitloggen/"))
    )


def shape_of(address: str) -> tuple:
    """Return the kind of an address: its first and last words, and which parameters it carries."""
    parts = urlsplit(address)
    words = [word for word in parts.path.split("/") if word]
    names = sorted({each.partition("=")[0] for each in parts.query.split("&") if each})
    return (*words[:1], len(words), words[-1] if len(words) > 2 else "", *names)


def path_less(body: bytes, path: str) -> bytes:
    """Leave out what the reader typed, which a page may repeat."""
    asked = re.findall(rf"{CANARY}\w*", path)
    for word in asked:
        body = body.replace(word.encode(), b"...")
    return body


def canaries_in(body: bytes) -> list[str]:
    """Return the canaries in an answer, unzipped when it is a workbook."""
    texts = [body]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body[: body.rfind(b"PK\x05\x06") + 22])) as archive:
            texts = [archive.read(name) for name in archive.namelist()]
    return sorted({word.decode() for text in texts for word in re.findall(rb"(?i)zqkanarie[\w-]*", text)})[:5]


def masked(answer) -> bytes:
    """Return an answer without what differs between any two: tokens, numbers of requests."""
    body = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]*', rb"\1", answer.body)
    body = re.sub(rb'("X-CSRFToken": ")[^"]*', rb"\1", body)
    return re.sub(rb'(data-vraag=")[^"]*', rb"\1", body)


def alike(one, other, said: str, instead: str) -> bool:
    """Tell whether two answers are the same but for what was asked."""
    bodies = [masked(one).replace(said.encode(), b"@"), masked(other).replace(instead.encode(), b"@")]
    return (one.status_code, bodies[0]) == (other.status_code, bodies[1])


# As long as the canary, and in no record.
NOTHING = "zqkanaxxx"


@pytest.mark.parametrize("role", ["visitor", "lead"])
def test_searching_for_a_canary_is_searching_for_nothing(aviary, readers, role):
    told = []
    pages = [page for table in all_tables() for page in list_of(table)] + [
        f"/api/v1/{name}" for name in COLLECTIONS
    ]
    pages += [f"/uitwisseling/{table.key}/export/" for table in all_tables()]
    pages += ["/zoeken/", "/zoeken/suggesties/"]
    if role != "visitor":
        pages += [f"/kiezen/{kind}/" for kind in record_models()]
    for page in dict.fromkeys(pages):
        more = {"format": "csv"} if "export" in page else {}
        one = readers.knock(role, "GET", page, {"q": CANARY, **more})
        other = readers.knock(role, "GET", page, {"q": NOTHING, **more})
        if not alike(one, other, CANARY, NOTHING):
            told.append(page)

    assert told == []


def keyed_filters() -> list[tuple[str, str, str, str]]:
    """Return list, parameter, target and key of each filter that names another record."""
    found = {}
    for table in all_tables():
        for name, each in table.filterset_class.base_filters.items():
            if isinstance(each, KeyFilter) and table.list_url:
                found[reverse(table.list_url), name] = (each.target, each.path.rpartition("__")[2])
    return [(page, name, *rest) for (page, name), rest in found.items()]


@pytest.mark.parametrize("role", ["visitor", "lead"])
def test_a_filter_on_a_hidden_record_is_one_on_what_is_not_there(aviary, readers, role):
    told = []
    kinds = {model._meta.label: kind for kind, model in record_models().items()}
    for page, name, target, key in keyed_filters():
        kind = kinds.get(target)
        if kind is None:
            continue
        for canary in aviary.hidden[kind]:
            value = str(getattr(canary, key))
            instead = "".join("b" if letter.isalnum() else letter for letter in value)
            one = readers.knock(role, "GET", page, {name: value})
            other = readers.knock(role, "GET", page, {name: instead})
            if not alike(one, other, value, instead):
                told.append(f"{page}?{name}={value}: {one.status_code} and {other.status_code}")

    assert told == []


@pytest.mark.parametrize(
    "table", [each for each in all_tables() if each.list_url], ids=lambda table: table.key
)
def test_no_order_tells_what_a_hidden_name_begins_with(world, aviary, readers, table):
    """A public record names a hidden one; how that is called may not move it in any list."""
    page = reverse(table.list_url)

    different = []
    for sort in table.filterset_class.sorts:
        orders = []
        for letter in ("a", "z"):
            with transaction.atomic():
                for kind, canaries in aviary.hidden.items():
                    field = next((n for n in ("name", "title", "label") if hasattr(canaries[0], n)), None)
                    if field:
                        record_models()[kind]._base_manager.filter(pk__in=[c.pk for c in canaries]).update(
                            **{field: f"{letter}{CANARY}"}
                        )
                orders.append(masked(readers.knock("visitor", "GET", page, {"sort": sort})))
                transaction.set_rollback(True)
        if orders[0] != orders[1]:
            different.append(sort)

    assert different == []


@pytest.mark.parametrize(
    "field", ["lead_organisation", "partners-0-organisation", "ecosystems", "agenda_items"]
)
def test_a_form_answers_to_a_hidden_record_as_to_none(world, aviary, readers, field):
    record = world.records["samenwerking"]["own_public"]
    address = f"{record.get_absolute_url()}bewerken/"
    values = form_on(readers.knock("lead", "GET", address).body.decode())
    kind = {"ecosystems": "ecosysteem", "agenda_items": "agendapunt"}.get(field, "organisatie")

    differing = []
    for canary in aviary.hidden[kind]:
        key, unknown = str(canary.uuid), "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
        for name, sent in ((str(canary), key), ("", key)):
            many = {f"{field}_add": [name]} if kind != "organisatie" else {}
            one = values | ({f"{field}": [sent], **many} if many else {field: [name], f"{field}_key": [sent]})
            two = values | (
                {f"{field}": [unknown], **many} if many else {field: [name], f"{field}_key": [unknown]}
            )
            answers = [readers.knock("lead", "POST", address, data) for data in (one, two)]
            if not alike(*answers, key, unknown):
                differing.append((str(canary), name))

    assert differing == []


def test_addresses_of_hidden_records_answer_as_those_of_none(world, aviary, readers):
    told = []
    for kind, canaries in aviary.hidden.items():
        for canary in canaries:
            unknown = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
            for word in ("geschiedenis", "verwijderen", "akkoord"):
                pair = [f"/{word}/{kind}/{key}/" for key in (canary.uuid, unknown)]
                answers = [readers.knock("lead", "GET", each) for each in pair]
                if not alike(*answers, str(canary.uuid), unknown):
                    told.append((pair[0], [each.status_code for each in answers]))

    assert told == []
