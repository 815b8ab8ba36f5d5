"""Forms of the curation desk: who handles what, remarks, decisions, and what curators settle."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.filters import text_without_nul
from knowledgebank.choices import PracticeKind, PracticeState

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MINE, NOBODY = "mij", "niemand"
Options = Sequence[tuple[str, str]]
DATE = {"type": "date"}


class TextField(forms.CharField):
    """A text over several lines, without characters that cannot be stored."""

    def __init__(self, *, rows: int = 3, **kwargs):
        super().__init__(widget=forms.Textarea({"rows": rows}), validators=[text_without_nul], **kwargs)


def day_field(label: str, **kwargs) -> forms.DateField:
    widget = forms.DateInput(DATE, format="%Y-%m-%d")
    messages = {"invalid": gettext_lazy("Kies een dag."), "required": gettext_lazy("Kies een dag.")}
    return forms.DateField(label=label, widget=widget, error_messages=messages, **kwargs)


class QueueForm(forms.Form):
    """Which rounds the queue shows."""

    wie = forms.ChoiceField(
        label=gettext_lazy("Behandelaar"),
        required=False,
        choices=[
            ("", gettext_lazy("Iedereen")),
            (MINE, gettext_lazy("Ik")),
            (NOBODY, gettext_lazy("Nog niemand")),
        ],
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        required=False,
        choices=[("", gettext_lazy("Alle soorten")), *PracticeKind.choices],
    )
    regio = forms.ChoiceField(label=gettext_lazy("Regio"), required=False)
    laat = forms.BooleanField(label=gettext_lazy("Alleen wat te laat is"), required=False)

    def __init__(self, *args, regions: Options, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regio"].choices = [("", _("Alle regio’s")), *regions]


class RoundsForm(forms.Form):
    """Which rounds get another curator or another day."""

    beoordeling = forms.TypedMultipleChoiceField(
        error_messages={"required": gettext_lazy("Kies minstens één voorbeeld.")}
    )
    behandelaar = forms.ChoiceField(label=gettext_lazy("Behandelaar"), required=False)
    klaar_voor = day_field(gettext_lazy("Uiterlijk"), required=False)

    def __init__(self, *args, people: Options, rounds: Options = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["beoordeling"].choices = rounds
        self.fields["behandelaar"].choices = [
            ("", _("Zo laten")),
            (NOBODY, _("Nog niemand")),
            *people,
        ]


class RemarkForm(forms.Form):
    """A remark on one part of a practice."""

    text = TextField(
        label=gettext_lazy("Opmerking"),
        max_length=2000,
        error_messages={"required": gettext_lazy("Schrijf op wat je wilt zeggen.")},
    )
    row = forms.ChoiceField(label=gettext_lazy("Over welke regel?"), required=False)
    passage = forms.CharField(
        label=gettext_lazy("Over deze woorden"),
        required=False,
        max_length=500,
        validators=[text_without_nul],
    )

    def __init__(self, *args, rows: Options = (), **kwargs):
        super().__init__(*args, **kwargs)
        if rows:
            self.fields["row"].choices = [("", _("Het hele onderdeel")), *rows]
        else:
            del self.fields["row"]
        for bound in self:
            bound.field.widget.attrs["id"] = bound.auto_id


class VerdictForm(forms.Form):
    """What a reviewer thinks."""

    note = TextField(
        label=gettext_lazy("Toelichting"),
        required=False,
        max_length=2000,
        rows=2,
        help_text=gettext_lazy("Nodig als je nog niet akkoord bent."),
    )


class SeenForm(forms.Form):
    """The versions that somebody looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    original_seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000, required=False
    )


class SendBackForm(SeenForm):
    """Why a team gets its practice back."""

    reason = TextField(
        label=gettext_lazy("Wat vraag je het team?"),
        help_text=gettext_lazy(
            "Het team krijgt deze tekst per mail. De opmerkingen per onderdeel staan er al bij."
        ),
        max_length=4000,
        rows=6,
        error_messages={"required": gettext_lazy("Vertel het team wat er nog nodig is.")},
    )


class ScheduleForm(SeenForm):
    """When a practice appears, as clocks in the Netherlands say it; cleaned to ``publish_at``."""

    day = day_field(gettext_lazy("Dag"))
    time = forms.TimeField(
        label=gettext_lazy("Tijd"),
        help_text=gettext_lazy("Nederlandse tijd, bijvoorbeeld 09:00."),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": gettext_lazy("Vul een tijd in, zoals 09:00."),
            "required": gettext_lazy("Vul een tijd in, zoals 09:00."),
        },
    )

    def clean(self) -> dict:
        data = super().clean()
        if "day" in data and "time" in data:
            data["publish_at"] = moment_of(data["day"], data["time"])
        return data


def moment_of(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """Return the moment in UTC of a day and a time in the Netherlands; of a time that comes twice the first.

    Raises:
        ValidationError: the clocks skip that time.
    """
    local = datetime.datetime.combine(day, time, tzinfo=AMSTERDAM)
    moment = local.astimezone(datetime.UTC)
    if moment.astimezone(AMSTERDAM).time() != time:
        raise ValidationError({"time": _("Deze tijd bestaat die dag niet: de klok gaat een uur vooruit.")})
    return moment


class PracticesForm(forms.Form):
    """Which practices the list of curators shows."""

    q = forms.CharField(
        label=gettext_lazy("Zoek"), required=False, max_length=100, validators=[text_without_nul]
    )
    stand = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        required=False,
        choices=[
            ("", gettext_lazy("Alle standen")),
            *(each for each in PracticeState.choices if each[0] != PracticeState.MERGED),
        ],
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        required=False,
        choices=[("", gettext_lazy("Alle soorten")), *PracticeKind.choices],
    )
    regio = forms.ChoiceField(label=gettext_lazy("Regio"), required=False)
    toon = forms.ChoiceField(
        label=gettext_lazy("Bijzonder"),
        required=False,
        choices=[
            ("", gettext_lazy("Alles")),
            ("bewezen", gettext_lazy("Bewezen")),
            ("uitgelicht", gettext_lazy("Uitgelicht")),
            ("bevestigen", gettext_lazy("Een jaar niet bevestigd")),
            ("bekijken", gettext_lazy("Opnieuw te bekijken")),
            ("verloopt", gettext_lazy("Verloopt op een dag")),
            ("ongebruikt", gettext_lazy("Nog nooit nagevolgd")),
        ],
    )

    def __init__(self, *args, regions: Options, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regio"].choices = [("", _("Alle regio’s")), *regions]


class TogetherForm(forms.Form):
    """What happens to the practices that were chosen."""

    actie = forms.ChoiceField(
        label=gettext_lazy("Wat wil je doen?"),
        choices=[
            ("feature", gettext_lazy("Uitlichten")),
            ("unfeature", gettext_lazy("Niet meer uitlichten")),
            ("ask", gettext_lazy("Team vragen of het nog klopt")),
            ("retire", gettext_lazy("Archiveren")),
        ],
        error_messages={"required": gettext_lazy("Kies wat je wilt doen.")},
    )
    reden = TextField(
        label=gettext_lazy("Reden"),
        required=False,
        max_length=500,
        rows=2,
        help_text=gettext_lazy("Nodig bij archiveren. De teams krijgen deze tekst."),
    )


class ProvenForm(SeenForm):
    """When curators look again at the word ‘bewezen’."""

    review_on = day_field(
        gettext_lazy("Opnieuw bekijken op"),
        help_text=gettext_lazy("Op die dag kijkt de redactie of het voorbeeld nog bewezen is."),
    )

    def clean_review_on(self) -> datetime.date:
        if self.cleaned_data["review_on"] <= timezone.localdate():
            raise ValidationError(_("Kies een dag die nog komt."))
        return self.cleaned_data["review_on"]


class SettleForm(SeenForm):
    """What curators settle beside the text."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Wie mag het lezen?"),
        choices=[
            (Visibility.PUBLIC, gettext_lazy("Iedereen")),
            (Visibility.NETWORK, gettext_lazy("Wie is ingelogd")),
        ],
    )
    expires_on = day_field(
        gettext_lazy("Verloopt op"),
        required=False,
        help_text=gettext_lazy("Vanaf die dag staat het niet meer in de kennisbank."),
    )
    is_featured = forms.BooleanField(label=gettext_lazy("Uitgelicht"), required=False)

    def clean_expires_on(self) -> datetime.date | None:
        day = self.cleaned_data["expires_on"]
        if "expires_on" in self.changed_data and day and day <= timezone.localdate():
            raise ValidationError(_("Kies een dag die nog komt."))
        return day


class RetireForm(SeenForm):
    """Why a practice leaves the databank."""

    reason = TextField(
        label=gettext_lazy("Waarom gaat het uit de kennisbank?"),
        help_text=gettext_lazy("Het team krijgt deze tekst per mail."),
        max_length=500,
        error_messages={
            "required": gettext_lazy("Vertel het team waarom dit voorbeeld uit de kennisbank gaat.")
        },
    )
