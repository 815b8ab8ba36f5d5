"""What lacks: partnerships without a side, a target or a moment ahead; regions, ecosystems, demands and organisations."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from partnerships.choices import Gap
from partnerships.models import Ecosystem, Partnership
from programmes.models import Demand
from regions.choices import HYBRID
from regions.models import Organisation

from .arms import Arm, Found, Row, Start, address
from .scope import Scope

# The gaps of partnerships that ask for work here; the others can be found with the filter of the list.
ASKED = (Gap.PARTNERS, Gap.GOVERNMENT, Gap.TARGET, Gap.MILESTONE)
BLOCKS = {Gap.TARGET: "doelen", Gap.MILESTONE: "mijlpalen"}


@dataclass(frozen=True)
class Lack:
    """A kind of gap: how it is called beside a record (``short``) and in front of a number (``many``)."""

    short: str
    many: str
    one: str = ""


def lacks() -> dict[str, Lack]:
    """Return every kind of gap by the key of its arm, in the order of the page."""
    return {
        Gap.PARTNERS: Lack(_("partners"), _("samenwerkingen zonder partners"), _("samenwerking zonder partners")),
        Gap.GOVERNMENT: Lack(_("overheid"), _("samenwerkingen zonder overheid"), _("samenwerking zonder overheid")),
        Gap.TARGET: Lack(_("doel"), _("samenwerkingen zonder doel"), _("samenwerking zonder doel")),
        Gap.MILESTONE: Lack(
            _("mijlpaal die nog komt"), _("samenwerkingen zonder mijlpaal die nog komt"),
            _("samenwerking zonder mijlpaal die nog komt"),
        ),
        "hybrid": Lack(
            _("opleiding voor hybride professionals"), _("regio’s zonder opleiding voor hybride professionals"),
            _("regio zonder opleiding voor hybride professionals"),
        ),
        "stage": Lack(_("fase"), _("ecosystemen zonder fase"), _("ecosysteem zonder fase")),
        "company": Lack(_("bedrijf dat vraagt"), _("vragen zonder bedrijf"), _("vraag zonder bedrijf")),
        "sketchy": Lack(
            _("plaats en omschrijving"), _("organisaties met alleen een naam"), _("organisatie met alleen een naam")
        ),
    }  # fmt: skip


def arms_of(scope: Scope) -> list[Arm]:
    """Return each gap on what the person keeps. All arms have one order, so that the first records have all their gaps."""
    own = scope.own(Partnership)
    return [
        *(_of_partnership(gap, own.with_gap(gap, scope.user)) for gap in ASKED),
        _hybrid(scope.own_regions().without_offer_for(HYBRID)),
        _arm("stage", scope.own(Ecosystem).without_stage(), 2, "partnerships:ecosystem", "ontwikkeling"),
        _arm(
            "company", scope.own(Demand).open().without_company(), 3, "programmes:demand", "vragers", "title"
        ),
        _arm("sketchy", scope.own(Organisation).sketchy(), 4, "regions:organisation", "organisatie"),
    ]


def _of_partnership(gap: str, rows) -> Arm:
    return _arm(gap, rows, 0, "partnerships:partnership", BLOCKS.get(gap, "partners"))


def _arm(key: str, rows, rank: int, names: str, block: str, label: str = "name") -> Arm:
    def row(found: Found) -> Row:
        page, edit = f"{names}_detail", f"{names}_edit"
        there = address(edit, found.slug, block=block) or address(page, found.slug)
        return Row(found.label, address(page, found.slug), links=[(lacks()[key].short, there)])

    return Arm(key, rows, label, row, rank=rank)


def _hybrid(rows) -> Arm:
    def row(found: Found) -> Row:
        there = address("programmes:programme_add") or (
            f"{reverse('programmes:programme_list')}?{urlencode({'targetGroup': HYBRID})}"
        )
        links = [(lacks()["hybrid"].short, there)]
        return Row(found.label, address("regions:region_detail", found.slug), links=links)

    return Arm("hybrid", rows, "name", row, rank=1)


def joined(start: Start, arms: list[Arm]) -> list[Row]:
    """Return the first records, each once with all that it lacks."""
    by_key = {arm.key: arm for arm in arms}
    rows: dict[object, Row] = {}
    found_keys: dict[object, set[str]] = {}
    for key, found in start.rows:
        row = by_key[key].row(found)
        known = rows.setdefault(found.uuid, row)
        found_keys.setdefault(found.uuid, set()).add(key)
        if known is not row:
            known.links += row.links
    order = [lack.short for lack in lacks().values()]
    for uuid, keys in found_keys.items():
        rows[uuid].links.sort(key=lambda link: order.index(link[0]))
        if Gap.PARTNERS in keys and Gap.GOVERNMENT in keys:
            # Without partners there is no government either: one thing to do.
            short = lacks()[Gap.GOVERNMENT].short
            rows[uuid].links = [link for link in rows[uuid].links if link[0] != short]
    return list(rows.values())


def counts(start: Start, scope: Scope) -> list[tuple[str, str]]:
    """Return each gap as a number in words with the address of all of them."""
    own = f"regio={scope.chosen.slug}&" if scope.chosen else ""
    page = reverse("my_section", args=["ontbreekt"])
    return [
        (f"{start.totals[key]} {lack.one if start.totals[key] == 1 else lack.many}", f"{page}?{own}wat={key}")
        for key, lack in lacks().items()
        if key in start.totals
    ]


def list_address(key: str, scope: Scope) -> str:
    """Return the list of partnerships that shows, filters and exports a gap; empty when another region’s would show too."""
    regions = [scope.chosen] if scope.chosen else scope.regions
    if key not in ASKED or not regions or scope.is_national:
        return ""
    query = [("owner", region.slug) for region in regions] + [("gap", key)]
    return f"{reverse('partnerships:partnership_list')}?{urlencode(query)}"
