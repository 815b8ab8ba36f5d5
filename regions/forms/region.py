"""The sheet of a region: its profile, and for the national team what it covers and who leads it."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.editing.fields import NamesField, OptionField, PartialDateField, PickField
from industriecoalitie.editing.forms import RecordForm, RowForm
from industriecoalitie.editing.sheets import Fields, Rows, Sheet
from regions.models import Coverage, Frontrunner, Region, RegionPart

from .owned import keeps_for_country

LONG_TEXT = forms.Textarea(attrs={"rows": 5})


class RegionForm(RecordForm):
    """What a region is like; its name and its kind are for the national team."""

    aliases = NamesField(label=_("Andere namen"))

    class Meta:
        model = Region
        fields = ("summary", "aliases", "business_profile", "growth_profile", "demography")
        labels = {
            "summary": _("In het kort"),
            "business_profile": _("Wat voor bedrijven zijn er?"),
            "growth_profile": _("Groeit of krimpt de regio?"),
            "demography": _("Hoe verandert de bevolking?"),
        }
        help_texts = {
            "business_profile": _("Groot of klein, welke sectoren, wat wordt er gemaakt?"),
            "growth_profile": _("Denk aan banen, bedrijven en vacatures in de techniek."),
            "demography": _("Denk aan het aantal jongeren, vergrijzing en wie er komt of gaat."),
        }
        widgets = dict.fromkeys(("summary", "business_profile", "growth_profile", "demography"), LONG_TEXT)


class RegionPartForm(RowForm):
    """Another region that lies in this one, or overlaps with it."""

    part = OptionField("regions.Region", label=_("Regio"), required=True)
    from_on = PartialDateField(label=_("Vanaf"))
    until_on = PartialDateField(label=_("Tot en met"))

    class Meta:
        model = RegionPart
        fields = ("part", "relation", "from_on", "until_on", "remark")
        widgets = {"remark": forms.TextInput}


class CoverageForm(RowForm):
    """A labour market region that this region covers."""

    labour_market_region = OptionField(
        "regions.LabourMarketRegion", label=_("Arbeidsmarktregio"), required=True
    )
    from_on = PartialDateField(label=_("Vanaf"))
    until_on = PartialDateField(label=_("Tot en met"))

    class Meta:
        model = Coverage
        fields = ("labour_market_region", "is_confirmed", "from_on", "until_on", "remark")
        widgets = {"remark": forms.TextInput}


class FrontrunnerForm(RowForm):
    """An organisation that leads the region as koploper."""

    organisation = PickField("regions.Organisation", label=_("Koploper"), required=True)
    from_on = PartialDateField(label=_("Vanaf"))
    until_on = PartialDateField(label=_("Tot en met"))

    class Meta:
        model = Frontrunner
        fields = ("organisation", "from_on", "until_on", "listed_as", "remark")
        labels = {"listed_as": _("Zo vermeld in de bron")}
        widgets = {"remark": forms.TextInput}


class RegionSheet(Sheet):
    """A region with its profile, its parts, and what only the national team settles."""

    model = Region
    form = RegionForm
    blocks = (
        Fields("profiel", _("Profiel van de regio"),
               ("summary", "business_profile", "growth_profile", "demography", "aliases"),
               help=_("Met dit profiel vergelijken anderen jullie regio met hun eigen regio."),
               wide=("summary", "business_profile", "growth_profile", "demography", "aliases")),
        Rows("delen", _("Welke regio’s liggen hierin?"), "part_links", RegionPartForm, _("deel"),
             more=("from_on", "until_on", "remark")),
        Rows("dekking", _("Welke arbeidsmarktregio’s dekt deze regio?"), "coverages", CoverageForm,
             _("arbeidsmarktregio"), more=("from_on", "until_on", "remark")),
        Rows("koplopers", _("Koplopers"), "frontrunners", FrontrunnerForm, _("koploper"),
             more=("listed_as", "remark")),
    )  # fmt: skip
    for_national_team = ("coverages", "frontrunners")

    def blocks_for(self, user) -> Sequence[Fields | Rows]:
        """Return all blocks to the national team; to others without what it settles."""
        if keeps_for_country(user):
            return self.blocks
        return [
            block
            for block in self.blocks
            if not (isinstance(block, Rows) and block.relation in self.model.settled)
        ]
