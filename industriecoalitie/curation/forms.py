"""The sheets of terms and success factors, and the form that chooses what another goes up in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.models import Record
from industriecoalitie.editing.fields import TermsField
from industriecoalitie.editing.forms import RecordForm
from industriecoalitie.editing.sheets import Fields, Sheet, free_slug
from industriecoalitie.history.recording import Change
from knowledgebank.models import SuccessFactor

from .kinds import CONCEPTS, FACTORS

# Addresses of their own within a list.
TAKEN_NOTATIONS = {"nieuw", "volgorde"}
SEEN_AT_ONCE = _("Iedereen ziet het meteen en kan het kiezen.")


def check_label(form: RecordForm, others) -> str:
    """Return the name that was typed; refuse one that another already has.

    Raises:
        ValidationError: there is one with this name.
    """
    label = form.cleaned_data["label"]
    if others.filter(label__iexact=label, hidden_at=None).exclude(pk=form.instance.pk).exists():
        raise ValidationError(gettext("‘%(name)s’ staat al in de lijst.") % {"name": label})
    return label


class ConceptForm(RecordForm):
    """A term of a code list."""

    broader = TermsField((), label=_("Valt onder"))

    class Meta:
        model = Concept
        fields = ("label", "label_en", "definition", "group", "order", "broader")
        labels = {"order": _("Plaats in de volgorde")}
        help_texts = {
            "definition": _("Zo kiest iedereen hetzelfde woord voor hetzelfde."),
            "group": _("Alleen als de lijst in groepen is verdeeld."),
            "order": _(
                "Een getal; het laagste staat bovenaan. In de lijst kun je begrippen ook verplaatsen."
            ),
        }
        widgets = {"definition": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, concept = self.fields["broader"], self.instance
        field.schemes = [(concept.scheme, gettext("Kies een of meer bredere begrippen"))]
        field.read_by(self.reader)
        field.known = [term for term in field.known if term.pk != concept.pk]
        field.carry(self.initial.get("broader") or ())

    def clean_label(self) -> str:
        return check_label(self, Concept.objects.filter(scheme=self.instance.scheme))


class ConceptSheet(Sheet):
    """A term of a code list."""

    model = Concept
    form = ConceptForm
    add_title = _("Nieuw begrip")
    add_lead = _("Kijk eerst of het woord er al is, misschien onder een andere naam.")
    who_sees = SEEN_AT_ONCE
    blocks = (
        Fields("begrip", _("Het begrip"), ("label", "label_en", "definition"), wide=("label", "definition")),
        Fields("plaats", _("Plaats in de lijst"), ("group", "order", "broader"), wide=("broader",)),
    )

    @classmethod
    def address_of(cls, record: Record) -> str:
        return CONCEPTS.address(record)

    def given(self, change: Change) -> dict[str, Any]:
        scheme = self.record.scheme
        return {
            "scheme": scheme,
            "notation": free_notation(scheme, change.values["label"]),
            "visibility": Visibility.PUBLIC,
        }


def free_notation(scheme: str, label: str) -> str:
    """Return a key for a term that no term of the list has, or had before it was merged or taken away."""
    base = slugify(label)[:70].strip("-") or "begrip"
    rows = Concept._base_manager.filter(scheme=scheme, notation__startswith=base)
    taken = set(rows.values_list("notation", flat=True)) | TAKEN_NOTATIONS
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (base, *numbered) if key not in taken)


class SuccessFactorForm(RecordForm):
    """Something that makes practices work."""

    class Meta:
        model = SuccessFactor
        fields = ("label", "description")
        help_texts = {"description": _("Wat je ermee bedoelt, in een paar zinnen.")}
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def clean_label(self) -> str:
        return check_label(self, SuccessFactor.objects.all())


class SuccessFactorSheet(Sheet):
    """Something that makes practices work."""

    model = SuccessFactor
    form = SuccessFactorForm
    add_title = _("Nieuwe succesfactor")
    add_lead = _("Kijk eerst of hij er al is, misschien in andere woorden.")
    who_sees = SEEN_AT_ONCE
    blocks = (
        Fields("factor", _("De succesfactor"), ("label", "description"), wide=("label", "description")),
    )

    @classmethod
    def address_of(cls, record: Record) -> str:
        return FACTORS.address(record)

    def prepared(self, change: Change) -> Record:
        slug = free_slug(SuccessFactor, change.values["label"])
        return SuccessFactor(slug=slug, visibility=Visibility.PUBLIC)


class StaysForm(forms.Form):
    """Which other one stays, of all that may be chosen; the address holds its key."""

    blijft = forms.ChoiceField(label=_("Welk woord blijft?"))

    def __init__(self, *args, others: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["blijft"].choices = [("", _("Kies")), *others]


class ListForm(forms.Form):
    """What of a list is shown: words to look for, and all, what is not used, or what was retired."""

    SHOWN = (("", _("Alles")), ("ongebruikt", _("Nergens gebruikt")), ("vervallen", _("Niet meer te kiezen")))

    q = forms.CharField(label=_("Zoek"), required=False, max_length=100)
    toon = forms.ChoiceField(label=_("Toon"), choices=SHOWN, required=False)


SCHEMES = dict(Scheme.choices)
