"""The sheet of the roadmap of a success factor: advice, line by line, with the practices it rests on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.editing.fields import PicksField
from industriecoalitie.editing.forms import RecordForm, RowForm
from industriecoalitie.editing.markdown import MarkdownField
from industriecoalitie.editing.sheets import Rows, Sheet
from industriecoalitie.history.recording import Change
from knowledgebank.choices import PracticeState
from knowledgebank.models import FactorLine, Practice, SuccessFactor


class RoadmapForm(RecordForm):
    """The factor itself is kept in the code lists."""

    class Meta:
        model = SuccessFactor
        fields = ()


class LineForm(RowForm):
    """One piece of advice."""

    text = MarkdownField(
        label=gettext_lazy("Advies"),
        required=True,
        help_text=gettext_lazy("Eén stap die een ander kan zetten, in een of twee zinnen."),
    )
    practices = PicksField(
        "knowledgebank.Practice",
        label=gettext_lazy("Rust op deze voorbeelden"),
        help_text=gettext_lazy("Alleen gepubliceerde voorbeelden waarin deze succesfactor werkte."),
    )

    class Meta:
        model = FactorLine
        fields = ("text", "practices")

    def clean_practices(self) -> list[Practice]:
        """Refuse what is not published, and practices in which this factor did not work."""
        chosen = self.cleaned_data["practices"]
        linked = set(self.instance.practices.values_list("pk", flat=True)) if self.instance.pk else set()
        fitting = set(
            Practice.objects.originals()
            .filter(state=PracticeState.PUBLISHED, factor_links__factor=self.instance.factor_id)
            .filter(pk__in=[each.pk for each in chosen])
            .values_list("pk", flat=True)
        )
        for each in chosen:
            if each.pk not in fitting | linked:
                text = _(
                    "Bij ‘%(name)s’ staat deze succesfactor niet, of het voorbeeld is niet gepubliceerd."
                )
                self.add_error("practices", text % {"name": each})
        return chosen


class RoadmapSheet(Sheet):
    """The lines of one roadmap, in order."""

    model = SuccessFactor
    form = RoadmapForm
    blocks = (
        Rows("regels", gettext_lazy("De handreiking"), "lines", LineForm, gettext_lazy("regel"), is_ordered=True,
             help=gettext_lazy("Wat moet een ander doen om dit te laten werken? Elke regel rust op voorbeelden.")),
    )  # fmt: skip

    def change(self) -> Change:
        """Return the lines alone."""
        return Change(rows=super().change().rows)
