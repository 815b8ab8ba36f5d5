"""The sheets of a practice: one for each kind, with its own questions in its own order."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Record
from industriecoalitie.editing.fields import OptionField, PickField, PicksField, TermsField
from industriecoalitie.editing.markdown import MarkdownField
from industriecoalitie.editing.sheets import Fields, Rows
from industriecoalitie.history.recording import Change, change_set, locked
from knowledgebank.choices import HEADINGS, WRITING, PracticeKind, PracticeState
from knowledgebank.models import Practice, Remark, Review
from regions.forms.owned import OwnedForm, OwnedSheet

from .practice_rows import EvidenceForm, PracticeFactorForm, PracticeFigureForm, PracticeImageForm, QuoteForm


class PublishedPracticeField(PickField):
    """An example that stands in the databank."""

    def __init__(self, **kwargs):
        super().__init__("knowledgebank.Practice", **kwargs)

    def records(self) -> QuerySet:
        return super().records().filter(state=PracticeState.PUBLISHED)

    def takes(self, record: Practice) -> bool:
        return record.state == PracticeState.PUBLISHED


def terms_field(*schemes: Scheme) -> TermsField:
    return TermsField(
        tuple((scheme.value, scheme.label) for scheme in schemes), label=gettext_lazy("Onderwerpen")
    )


class PracticeForm(OwnedForm):
    """What all kinds ask. ``kind`` decides the headings, ``hints`` what helps the writer along."""

    kind: PracticeKind
    hints: Mapping[str, str | Promise] = {}

    context = MarkdownField()
    approach = MarkdownField()
    results = MarkdownField()
    lessons = MarkdownField()
    costs = MarkdownField()
    region = OptionField("regions.Region", label=gettext_lazy("Regio"))
    place = OptionField("regions.Place", label=gettext_lazy("Plaats"))
    partnership = PickField("partnerships.Partnership", label=gettext_lazy("Samenwerking"))
    programme = PickField("programmes.Programme", label=gettext_lazy("Opleiding"))
    builds_on = PublishedPracticeField(
        label=gettext_lazy("Bouwt voort op"),
        help_text=gettext_lazy("Een voorbeeld uit de kennisbank waar jullie van leerden."),
    )
    organisations = PicksField("regions.Organisation", label=gettext_lazy("Wie doen er mee?"))
    agenda_items = PicksField("regions.AgendaItem", label=gettext_lazy("Agendapunten"))

    class Meta:
        model = Practice
        fields = (
            "title", "summary", "context", "approach", "results", "lessons", "costs", "contact_function", "region",
            "place", "partnership", "programme", "builds_on", "organisations", "agenda_items", "owner",
        )  # fmt: skip
        labels = {"title": gettext_lazy("Titel"), "contact_function": gettext_lazy("Wie kan meer vertellen?")}
        help_texts = {
            "title": gettext_lazy("Zeg wat je deed en waar. Kort genoeg om in een lijst te staan."),
            "contact_function": gettext_lazy("Een functie, geen naam. Bijvoorbeeld: programmamanager."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, heading in HEADINGS[self.kind].items():
            self.fields[name].label = heading
        for name, hint in self.hints.items():
            self.fields[name].help_text = hint

    def clean_builds_on(self) -> Practice | None:
        found = self.cleaned_data["builds_on"]
        if found is not None and found.pk in (self.instance.pk, self.instance.draft_of_id):
            raise ValidationError(_("Een voorbeeld bouwt niet voort op zichzelf."))
        return found


class PartnershipPracticeForm(PracticeForm):
    """A proven public-private partnership."""

    kind = PracticeKind.PARTNERSHIP
    concepts = terms_field(Scheme.THEME, Scheme.SECTOR, Scheme.TARGET_GROUP)
    hints = {
        "summary": gettext_lazy("Wie werken samen, waaraan, en wat levert het op? Drie zinnen."),
        "context": gettext_lazy("Wat was er aan de hand in de regio? Waarom kwamen jullie bij elkaar?"),
        "approach": gettext_lazy("Wat deden school, bedrijf en overheid? Beschrijf de stappen, in volgorde."),
        "results": gettext_lazy("Wat is er nu anders voor studenten, werkenden en bedrijven?"),
        "lessons": gettext_lazy("Wat zou je een andere regio aanraden, en wat zou je anders doen?"),
        "costs": gettext_lazy("Wat kostte het aan geld en tijd, en wie betaalde dat?"),
    }

    class Meta(PracticeForm.Meta):
        fields = (*PracticeForm.Meta.fields, "concepts")


class DemandPracticeForm(PracticeForm):
    """A basic approach to find out what companies need."""

    kind = PracticeKind.DEMAND
    concepts = terms_field(Scheme.THEME, Scheme.SECTOR, Scheme.TARGET_GROUP, Scheme.LEVEL)
    hints = {
        "summary": gettext_lazy("Welke vraag haalde je op, bij wie, en welk aanbod kwam eruit? Drie zinnen."),
        "context": gettext_lazy(
            "Wie vroeg wat? Noem soort bedrijf, functies en vaardigheden waar behoefte aan was."
        ),
        "approach": gettext_lazy(
            "Hoe werd de vraag helder, en hoe werd het scholing? Beschrijf elke stap: gesprek, bundelen, keuze, aanbod."
        ),
        "results": gettext_lazy(
            "Welk aanbod is er nu, wie volgt het, en past het volgens de bedrijven bij hun vraag?"
        ),
        "lessons": gettext_lazy("Wat werkt om bedrijven te laten vertellen wat ze nodig hebben? Wat niet?"),
        "costs": gettext_lazy("Hoeveel uren vroeg dit, van wie, en wat kostte het?"),
    }

    class Meta(PracticeForm.Meta):
        fields = (*PracticeForm.Meta.fields, "concepts")


class EducationFormPracticeForm(PracticeForm):
    """A form of education for a group of people."""

    kind = PracticeKind.EDUCATION_FORM
    concepts = terms_field(
        Scheme.TARGET_GROUP, Scheme.EDUCATION_FORM, Scheme.LEVEL, Scheme.THEME, Scheme.SECTOR
    )
    hints = {
        "summary": gettext_lazy("Voor wie is het, hoe werkt het, en wat levert het op? Drie zinnen."),
        "context": gettext_lazy(
            "Wie zijn deze mensen, en waarom past gewoon onderwijs niet? Wat is voor hen anders?"
        ),
        "approach": gettext_lazy(
            "Hoe ziet een week eruit? Vertel over groep, plek, rooster, begeleiding en toetsing, zodat een ander het kan overnemen."
        ),
        "results": gettext_lazy("Hoeveel mensen begonnen, hoeveel rondden af, en wat deden ze daarna?"),
        "lessons": gettext_lazy("Waar moet een ander op letten bij deze groep?"),
        "costs": gettext_lazy("Wat kost het per deelnemer, en wie betaalt dat?"),
    }

    class Meta(PracticeForm.Meta):
        fields = (*PracticeForm.Meta.fields, "concepts")


class ProgrammePracticeForm(PracticeForm):
    """A new regular programme for the transition."""

    kind = PracticeKind.PROGRAMME
    concepts = terms_field(
        Scheme.LEVEL, Scheme.EDUCATION_FORM, Scheme.THEME, Scheme.SECTOR, Scheme.TARGET_GROUP
    )
    hints = {
        "summary": gettext_lazy("Welke opleiding is het, waarvoor leidt ze op, en voor wie? Drie zinnen."),
        "context": gettext_lazy(
            "Aan welke transitie draagt de opleiding bij, zoals energie of digitalisering? Welk werk verandert?"
        ),
        "approach": gettext_lazy(
            "Noem niveau, leerweg (bol of bbl), duur en erkenning. Wie maakte de opleiding, en wat doen bedrijven?"
        ),
        "results": gettext_lazy("Hoeveel studenten begonnen, en wat zeggen zij en de bedrijven?"),
        "lessons": gettext_lazy("Wat moet een school weten die deze opleiding ook wil geven?"),
        "costs": gettext_lazy("Wat kostte het om te ontwikkelen, en wat kost het per jaar?"),
    }

    class Meta(PracticeForm.Meta):
        fields = (*PracticeForm.Meta.fields, "concepts")


FACTORS = Rows(
    "succesfactoren", gettext_lazy("Waardoor het werkt"), "factor_links", PracticeFactorForm, gettext_lazy("succesfactor"),
    help=gettext_lazy("Kies uit de lijst en vertel hoe het bij jullie werkte. Zo vinden andere regio’s het terug."),
    is_ordered=True, new=2,
)  # fmt: skip
EVIDENCE = Rows(
    "bewijs", gettext_lazy("Waaruit dat blijkt"), "evidence", EvidenceForm, gettext_lazy("bewijs"),
    help=gettext_lazy("Minstens één bewijs met een datum is nodig om een voorbeeld ‘bewezen’ te noemen."),
    is_ordered=True, new=1,
)  # fmt: skip
FIGURES = Rows(
    "cijfers", gettext_lazy("In cijfers"), "figures", PracticeFigureForm, gettext_lazy("cijfer"),
    help=gettext_lazy("Wat is er geteld, zoals studenten met een baan? Noem bij elk cijfer het jaar, en wie het telde."), is_ordered=True, new=1,
)  # fmt: skip
IMAGES = Rows(
    "beelden", gettext_lazy("Foto’s en tekeningen"), "images", PracticeImageForm, gettext_lazy("afbeelding"),
    help=gettext_lazy("Vraag toestemming aan wie herkenbaar op de foto staat."), is_ordered=True, new=0,
)  # fmt: skip
QUOTES = Rows(
    "uitspraken", gettext_lazy("Wat betrokkenen zeggen"), "quotes", QuoteForm, gettext_lazy("uitspraak"),
    help=gettext_lazy("Noem functie en organisatie, nooit de naam van een persoon."), is_ordered=True, new=0,
)  # fmt: skip


def basics(title: str | Promise, *more: str) -> Fields:
    """Return the first block; ``more`` are the records that this kind is about."""
    return Fields(
        "voorbeeld",
        title,
        ("title", "owner", "summary", "region", "place", *more),
        wide=("title", "summary", *more),
    )


def story(key: str, title: str | Promise, *names: str) -> Fields:
    return Fields(key, title, names, wide=names)


def ends(*more: str) -> tuple[Fields, ...]:
    """Return the last blocks; ``more`` are the records that this kind is about by the way."""
    linked = ("organisations", *more, "builds_on", "agenda_items")
    return (
        Fields("onderwerpen", gettext_lazy("Waar gaat het over?"), ("concepts",), wide=("concepts",)),
        Fields(
            "verbanden",
            gettext_lazy("Hoort bij"),
            (*linked, "contact_function"),
            wide=(*linked, "contact_function"),
        ),
    )


class PracticeSheet(OwnedSheet):
    """A practice with all that shows it."""

    model = Practice
    kind: PracticeKind
    who_sees = gettext_lazy("Alleen je eigen team en de redactie zien het, tot de redactie het publiceert.")
    notice_template = "knowledgebank/practice_asked.html"

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Return what the curators asked of the practice as it is: the reason, and what they remarked and is open yet."""
        if self.is_new or self.record.state not in WRITING:
            return {}
        remarks = Remark.objects.visible_to(self.user).filter(
            practice=self.record.pk, answer_to=None, resolved_at=None
        )
        is_asked = self.record.state == PracticeState.CHANGES_ASKED
        rounds = Review.objects.visible_to(self.user).filter(practice=self.record.pk).order_by("-number")
        return {
            "reason": rounds.values_list("reason", flat=True).first() if is_asked else "",
            "remarks": list(remarks.order_by("created_at", "pk")),
            "is_asked": is_asked,
        }

    def given(self, change: Change) -> dict[str, Any]:
        return {**super().given(change), "kind": self.kind}

    def apply(self, *, by: Actor, change: Change | None = None, seen: int | None = None) -> Record:
        """Save the sheet, unless the practice was handed in or published since the form was opened."""
        if self.is_new:
            return super().apply(by=by, change=change, seen=seen)
        with change_set(by, "practice.changed"):
            if not locked(Practice(pk=self.record.pk)).is_editable_by(self.user):
                raise ValidationError(
                    _("Dit voorbeeld is intussen ingediend of gepubliceerd. Je wijziging is niet opgeslagen.")
                )
            return super().apply(by=by, change=change, seen=seen)


class PartnershipPracticeSheet(PracticeSheet):
    """A proven partnership: who, why, how, and what it brought."""

    kind = PracticeKind.PARTNERSHIP
    form = PartnershipPracticeForm
    add_title = gettext_lazy("Nieuw pps-voorbeeld")
    add_lead = gettext_lazy("Laat zien hoe school, bedrijf en overheid samen iets voor elkaar kregen.")
    blocks = (
        basics(gettext_lazy("De samenwerking"), "partnership"),
        story("verhaal", gettext_lazy("Het verhaal"), "context", "approach", "results"),
        FIGURES, FACTORS, EVIDENCE,
        story("verder", gettext_lazy("Voor wie het wil overnemen"), "lessons", "costs"),
        QUOTES, IMAGES, *ends("programme"),
    )  # fmt: skip


class DemandPracticeSheet(PracticeSheet):
    """An approach: the demand, how it was made clear, and what was offered."""

    kind = PracticeKind.DEMAND
    form = DemandPracticeForm
    add_title = gettext_lazy("Nieuwe basisaanpak voor vraagarticulatie")
    add_lead = gettext_lazy("Vertel hoe je de vraag van bedrijven helder kreeg en er scholing van maakte.")
    blocks = (
        basics(gettext_lazy("De aanpak")),
        story("vraag", gettext_lazy("De vraag"), "context"),
        story("stappen", gettext_lazy("Van vraag naar aanbod"), "approach"),
        story("opbrengst", gettext_lazy("Wat het opleverde"), "results"),
        FACTORS, EVIDENCE, FIGURES,
        story("verder", gettext_lazy("Voor wie het wil overnemen"), "lessons", "costs"),
        QUOTES, IMAGES, *ends("partnership", "programme"),
    )  # fmt: skip


class EducationFormPracticeSheet(PracticeSheet):
    """A form of education: for whom, how it goes, and what works for this group."""

    kind = PracticeKind.EDUCATION_FORM
    form = EducationFormPracticeForm
    add_title = gettext_lazy("Nieuwe onderwijsvorm voor een doelgroep")
    add_lead = gettext_lazy("Beschrijf voor wie het is en hoe het werkt, zodat een ander het kan overnemen.")
    blocks = (
        basics(gettext_lazy("De onderwijsvorm"), "programme"),
        Fields("doelgroep", gettext_lazy("De doelgroep"), ("concepts", "context"), wide=("concepts", "context")),
        story("vorm", gettext_lazy("Zo werkt het"), "approach"),
        FACTORS,
        story("opbrengst", gettext_lazy("Wat het opleverde"), "results"),
        FIGURES, EVIDENCE,
        story("verder", gettext_lazy("Voor wie het wil overnemen"), "lessons", "costs"),
        QUOTES, IMAGES, ends("partnership")[1],
    )  # fmt: skip


class ProgrammePracticeSheet(PracticeSheet):
    """A programme: which transition, what it is made of, and how it came about."""

    kind = PracticeKind.PROGRAMME
    form = ProgrammePracticeForm
    add_title = gettext_lazy("Nieuwe reguliere opleiding")
    add_lead = gettext_lazy("Laat zien welke opleiding er kwam, waarom, en wat een andere school moet weten.")
    blocks = (
        basics(gettext_lazy("De opleiding"), "programme"),
        Fields("niveau", gettext_lazy("Niveau, vorm en transitie"), ("concepts",), wide=("concepts",)),
        story("verhaal", gettext_lazy("Het verhaal"), "context", "approach", "results"),
        FIGURES, EVIDENCE, FACTORS,
        story("verder", gettext_lazy("Voor wie het wil overnemen"), "lessons", "costs"),
        QUOTES, IMAGES, ends("partnership")[1],
    )  # fmt: skip


SHEETS: Mapping[str, type[PracticeSheet]] = {
    sheet.kind.value: sheet
    for sheet in (
        PartnershipPracticeSheet,
        DemandPracticeSheet,
        EducationFormPracticeSheet,
        ProgrammePracticeSheet,
    )
}
