"""Long texts with some mark-up: the field, what it looks like, and how it is shown before it is saved."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.core.filters import text_without_nul
from industriecoalitie.core.quantities import in_words
from industriecoalitie.core.texts import LONGEST_MARKDOWN, markdown

# What ends a line elsewhere: Windows, old Macs, the soft return of a word processor, Unicode.
LINE_ENDS = dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n")
# What each button of the toolbar does, its name, its icon and its key; static/js/opmaak.js does it.
BUTTONS = (
    ("bold", gettext_lazy("Vet"), "bold", "B"),
    ("italic", gettext_lazy("Cursief"), "italic", "I"),
    ("heading", gettext_lazy("Kop"), "heading", ""),
    ("bullets", gettext_lazy("Opsomming"), "list", ""),
    ("numbers", gettext_lazy("Genummerde lijst"), "list-ordered", ""),
    ("link", gettext_lazy("Link"), "link", "K"),
    ("quote", gettext_lazy("Citaat"), "text-quote", ""),
    ("table", gettext_lazy("Tabel"), "table", ""),
)


class MarkdownArea(forms.Textarea):
    """A text with a toolbar, its number of words, and how it will look.

    ``label`` names the text for those who hear the page; ``shows_preview`` puts the text as it will look under it.
    """

    template_name = "editing/markdown.html"

    def __init__(self, attrs: dict | None = None):
        super().__init__({"rows": 8, **(attrs or {})})
        self.label: Any = ""
        self.shows_preview = False

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "label": self.label,
            "buttons": BUTTONS,
            "most": LONGEST_MARKDOWN,
            "preview": previewed(value or "") if self.shows_preview else "",
        }
        return context


class MarkdownField(forms.CharField):
    """A text of at most 20,000 characters with Markdown in it, as ``|markdown`` shows it.

    Its value has ``\\n`` between lines and no space round it.
    """

    widget = MarkdownArea

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(clean_lines(value) if isinstance(value, str) else value)
        text_without_nul(text)
        if any(letter < " " and letter not in "\n\t" for letter in text):
            raise ValidationError(_("Deze tekst bevat een teken dat niet kan."))
        if len(text) > LONGEST_MARKDOWN:
            words = {"count": in_words(len(text)), "most": in_words(LONGEST_MARKDOWN)}
            raise ValidationError(_("Deze tekst heeft %(count)s tekens. Er passen er %(most)s.") % words)
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(clean_lines(initial or "").strip(), data)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, field_name)
        if isinstance(self.widget, MarkdownArea):
            self.widget.label = bound.label
        return bound


def clean_lines(text: str) -> str:
    """Return a text with one sign between its lines, whatever system it was written on."""
    return text.replace("\r\n", "\n").translate(str.maketrans(LINE_ENDS))


def previewed(text: str) -> SafeString | str:
    """Return a text that is being written as its page will show it, or what is wrong with it."""
    try:
        clean = MarkdownField().clean(text)
    except ValidationError as error:
        return error.messages[0]
    return markdown(clean) if clean else _("Er staat nog niets.")


def with_previews(sheet: Any) -> Any:
    """Return a sheet that shows each of its Markdown texts as it will look, under what was typed."""
    for form in (sheet.fields, *(form for rowset in sheet.rowsets.values() for form in rowset.forms)):
        for field in form.fields.values():
            if isinstance(field, MarkdownField):
                field.widget.shows_preview = True
    return sheet
