"""One page with every component on it, for tests and for looking."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.forms import CharField, EmailField, Form
from django.template import engines
from django.test import RequestFactory

from industriecoalitie.core.dates import PartialDate
from industriecoalitie.core.filters import FacetOption
from industriecoalitie.files.models import StoredFile

GALLERY = Path(__file__).with_name("gallery.html")
LIST = Path(__file__).with_name("gallery_list.html")


@dataclass
class Sample:
    """Something with an identity, an address and a period, as records have."""

    name: str
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    is_inferred: bool = False
    basis: str = ""
    uuid: UUID = field(default_factory=uuid4)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/samenwerkingen/{self.name.lower().replace(' ', '-')}/"


@dataclass
class Amount:
    """A number as the sources give it."""

    value: Decimal | None
    in_words: str
    unit: str
    qualifier: str = "exact"


class LoginForm(Form):
    """A form with a fault in it."""

    email = EmailField(label="E-mailadres", help_text="Het adres van je werk.")
    name = CharField(label="Roepnaam", required=False)


def year(number: int) -> PartialDate:
    return PartialDate(datetime.date(number, 1, 1), "year")


def citation(document: Sample, section: str, line: int, number: int) -> SimpleNamespace:
    return SimpleNamespace(
        document=document,
        document_id=1,
        section=section,
        section_id=number,
        line=line,
        field="",
    )


def branches() -> list[SimpleNamespace]:
    """Return a family tree of three generations."""
    record = SimpleNamespace(uuid=uuid4(), from_on=None, until_on=None, is_inferred=False)
    return [
        SimpleNamespace(record=record, title="Maasregio", url="/a/", is_practice=False, status="aangepast overgenomen",
                        tone="goed", facts=[("Wat is aangepast", "Kortere weken.")], opens=True, closes=range(0)),
        SimpleNamespace(record=record, title="Leerfabriek aan de kust", url="/b/", is_practice=True, status="",
                        tone="", facts=[("Regio", "Kuststreek")], opens=True, closes=range(0)),
        SimpleNamespace(record=record, title="Waddenregio", url="/c/", is_practice=False, status="wordt verkend",
                        tone="info", facts=[], opens=False, closes=range(2)),
    ]  # fmt: skip


def sample_context() -> dict[str, object]:
    """Return what the gallery shows: every component, full and empty."""
    partnership = Sample("Leerfabriek Maas", year(2019), year(2023))
    region = Sample("Brabant en Zeeland", year(2022))
    guess = Sample("Proeflokaal Eem", is_inferred=True, basis="Volgt uit de plaats van de school.")
    document = Sample("Proefdocument techniek")
    document.edition, document.published = "versie 2", PartialDate(datetime.date(2023, 2, 1), "month")
    areas = [
        {
            "code": ["PV20", "PV21", "PV22"],
            "label": "Noord-Nederland",
            "level": 2,
            "text": "2 samenwerkingen",
        },
        {"code": "PV28", "label": "Zuid-Holland", "level": 3, "text": "3 samenwerkingen", "url": "/regios/"},
        {"code": "PV26", "label": "Utrecht", "level": 0, "text": "nog geen"},
        {"code": "PV30", "label": "Noord-Brabant", "level": 1, "text": "1 samenwerking"},
    ]
    return {
        "crumbs": [("Samenwerkingen", "/samenwerkingen/"), ("Leerfabriek Maas", "")],
        "partnership": partnership,
        "region": region,
        "guess": guess,
        "citations": {
            partnership.uuid: [citation(document, "Kansen", 14, 1), citation(document, "Kansen", 12, 1)],
            region.uuid: [citation(document, "Regio’s", 80, 2)],
        },
        "photo": StoredFile(name="hal.jpg", kind="image", state="clean", width=1200, height=800),
        "amount": Amount(Decimal(108000), "bijna 108.000", "vakmensen", "nearly"),
        "nothing": Amount(None, "", "vakmensen"),
        "labels": ["Maakindustrie", "Hybride leeromgeving", "Zij-instromers"],
        "concepts": [Sample("Energietransitie"), Sample("Circulair bouwen")],
        "milestones": [
            SimpleNamespace(due=PartialDate.parse("2019-05-20"), is_reached=True),
            SimpleNamespace(due=PartialDate.parse("2021"), is_reached=False),
            SimpleNamespace(due=PartialDate.parse("2999"), is_reached=False),
        ],
        "bar_rows": [
            {"label": "Bedrijven", "value": 70, "text": "70+"},
            {"label": "Onderwijsinstellingen", "value": 22, "url": "/organisaties/"},
            {"label": "Overheden", "value": None},
        ],
        "big_rows": [{"label": "op mbo-niveau", "value": 23000}, {"label": "op hbo-niveau", "value": 28000}],
        "branches": branches(),
        "nodes": [
            {
                "title": "Kiezen voor techniek",
                "number": "1",
                "url": "/agendas/",
                "text": "Jongeren maken vaker kennis met techniek.",
                "children": [
                    {"title": "Techniek op de basisschool", "status": "Loopt"},
                    {"title": "Loopbaanoriëntatie", "children": [{"title": "Gastlessen"}]},
                ],
            },
            {"title": "Werken in techniek", "number": "2"},
        ],
        "terms": [
            SimpleNamespace(
                short="CIV", full="centrum voor innovatief vakmanschap", explanation="Een vorm van pps."
            ),
            SimpleNamespace(short="pps", full="publiek-private samenwerking", explanation=""),
        ],
        "areas": areas,
        "markers": [
            {"lat": 52.37, "lon": 4.89, "label": "Amsterdam", "url": "/samenwerkingen/"},
            {"lat": 50.85, "lon": 5.69, "label": "Maastricht"},
            {"lat": None, "lon": None, "label": "Zonder plaats"},
        ],
        "tile_areas": [
            {"code": "AM01", "label": "Groningen", "level": 3, "text": "drie"},
            {"code": "AM28", "label": "Zuidoost-Brabant", "level": 2},
            {"code": "AM22", "label": "Rijnmond", "level": 1},
        ],
        "legend": [(0, "nog geen"), (1, "één"), (2, "twee"), (3, "drie of meer"), ("marker", "samenwerking")],
        "step": year(2024),
        "form": LoginForm({"email": ""}),
        "story": "Een **kort** verhaal.\n\n# Kop\n\n- [een link](https://example.org)\n- tweede",
    }


def list_context() -> dict[str, object]:
    """Return the context of a list page with filters, chips and pages."""
    found = [Sample(f"Samenwerkingsverband {number}", year(2010 + number % 9)) for number in range(1, 120)]
    paginator = Paginator(found, 5)
    regions = [FacetOption(f"regio-{n}", f"Arbeidsmarktregio {n}", 12 - n, n == 1) for n in range(1, 12)]
    themes = [FacetOption("smart", "Smart industry", 5, False), FacetOption("bouw", "Bouw", 2, False)]
    return {
        "crumbs": [("Samenwerkingen", "")],
        "page": paginator.get_page(4),
        "total": paginator.count,
        "facets": [
            {"name": "region", "label": "Regio", "options": regions},
            {"name": "theme", "label": "Thema", "options": themes},
        ],
        "chips": [{"label": "Arbeidsmarktregio 1", "url": "?"}],
        "sorts": [
            {"value": "name", "label": "Naam", "selected": True},
            {"value": "-starts", "label": "Nieuwste eerst", "selected": False},
        ],
        "q": "robotica",
        "answer": SimpleNamespace(did_you_mean="robotica oost", is_wide=False, marked=str),
        "labels": ["Maakindustrie", "Hybride leeromgeving"],
        "bar": {
            "key": "partnerships",
            "query": "region=regio-1",
            "total": paginator.count,
            "can_write": True,
            "can_choose": True,
            "picked": None,
            "choose_url": "?selecteren=1",
            "done_url": "?",
        },
    }


def render(
    template: Path, context: dict[str, object], address: str = "/samenwerkingen/?region=regio-1"
) -> str:
    """Return a page as its HTML."""
    request = RequestFactory().get(address)
    request.user = SimpleNamespace(is_authenticated=False)
    request._messages = []
    return engines["django"].from_string(template.read_text()).render(context, request)
