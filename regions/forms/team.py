"""Forms for who works in a region: inviting, ending, handing over, opening an account, tasks."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.accounts.models import User
from regions.choices import REGIONAL_ROLES, Role
from regions.models import Membership, Region, Task

ROLES = [(role.value, role.label) for role in REGIONAL_ROLES]
LAST_DAY = datetime.date(2999, 12, 31)
LAST_DAY_SAID = gettext_lazy("Kies een dag voor het jaar 3000.")
EMAIL_WRONG = gettext_lazy("Vul een e-mailadres in zoals naam@school.nl.")


def day_field(label, **more: Any) -> forms.DateField:
    """Return a field for one day, with the calendar of the browser."""
    more.setdefault("required", False)
    # A computer knows no day after 31-12-9999, and who ends on a day asks for the day after it.
    more.setdefault("validators", [MaxValueValidator(LAST_DAY, LAST_DAY_SAID)])
    more.setdefault("error_messages", {"invalid": gettext_lazy("Vul een dag in zoals 31-12-2026.")})
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def email_field(**more: Any) -> forms.EmailField:
    return forms.EmailField(
        label=gettext_lazy("E-mailadres"), max_length=254, error_messages={"invalid": EMAIL_WRONG}, **more
    )


class InvitationForm(forms.Form):
    """Who is invited, as what, from when until when."""

    email = email_field()
    name = forms.CharField(label=gettext_lazy("Naam"), max_length=150, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Rol"), choices=ROLES, initial=Role.MEMBER)
    from_on = day_field(gettext_lazy("Eerste dag"), help_text=gettext_lazy("Leeg: vanaf vandaag."))
    until_on = day_field(
        gettext_lazy("Laatste dag"), help_text=gettext_lazy("Leeg: tot je de rol beëindigt.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        today = timezone.localdate()
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if "from_on" in cleaned and first is None:
            first = cleaned["from_on"] = today
        if last is not None and last < today:
            self.add_error("until_on", _("Kies vandaag of een dag die nog komt."))
        elif first and last and last < first:
            self.add_error("until_on", _("De laatste dag ligt voor de eerste dag."))
        return cleaned


class LastDayForm(forms.Form):
    """Until when a role holds."""

    until_on = day_field(
        gettext_lazy("Laatste dag"), help_text=gettext_lazy("Leeg: tot je de rol beëindigt.")
    )

    def clean_until_on(self):
        day = self.cleaned_data["until_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een dag die nog komt."))
        return day


class HandoverForm(forms.Form):
    """Who becomes kartrekker in whose place: someone of the team, or someone new by e-mail address."""

    predecessor = forms.ChoiceField(label=gettext_lazy("Wie draagt over?"))
    colleague = forms.ChoiceField(label=gettext_lazy("Aan wie uit het team?"), required=False)
    email = email_field(required=False, help_text=gettext_lazy("Voor iemand die nog niet in het team zit."))
    name = forms.CharField(label=gettext_lazy("Naam"), max_length=150, required=False)
    day = day_field(
        gettext_lazy("Eerste dag van de opvolger"),
        required=True,
        help_text=gettext_lazy("Tot en met de dag ervoor blijft de huidige kartrekker het zelf."),
    )
    note = forms.CharField(
        label=gettext_lazy("Wat wil je meegeven?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Staat bovenaan de bladzijde die je opvolger krijgt."),
    )

    def __init__(self, *args, region: Region, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        held = list(region.memberships.not_ended().for_list())
        self.people = {str(each.user.pk): each.user for each in held}
        leads = {str(each.user.pk): str(each.user) for each in held if each.role == Role.LEAD}
        self.fields["predecessor"].choices = list(leads.items())
        self.fields["predecessor"].initial = str(user.pk) if str(user.pk) in leads else None
        others = [(key, str(person)) for key, person in self.people.items() if key != str(user.pk)]
        self.fields["colleague"].choices = [("", _("Iemand die nog niet in het team zit")), *others]
        self.fields["day"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        colleague, email = cleaned.get("colleague"), cleaned.get("email")
        if bool(colleague) == bool(email) and not self.errors.get("email"):
            text = _("Kies iemand uit het team, of vul het e-mailadres van iemand anders in.")
            self.add_error("email", text)
        elif colleague:
            cleaned["email"] = self.people[colleague].email
        if cleaned.get("predecessor"):
            cleaned["predecessor"] = self.people[cleaned["predecessor"]]
        return cleaned


class AcceptInvitationForm(forms.Form):
    """How an invited person is called, and with what to sign in."""

    name = forms.CharField(label=gettext_lazy("Naam"), max_length=150)
    password1 = forms.CharField(
        label=gettext_lazy("Wachtwoord"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("Minstens 12 tekens. Een zin is makkelijker te onthouden dan losse tekens."),
    )
    password2 = forms.CharField(
        label=gettext_lazy("Wachtwoord, nog een keer"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["name"].initial = user.name
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("De twee wachtwoorden zijn niet hetzelfde."))
        return cleaned


class TaskForm(forms.ModelForm):
    """What has to be done, by whom, and when."""

    region = forms.ChoiceField(label=gettext_lazy("Regio"))
    due_on = day_field(gettext_lazy("Klaar voor"))

    class Meta:
        model = Task
        fields = ("title", "note", "assignee", "due_on")
        widgets = {"note": forms.Textarea({"rows": 3})}

    field_order = ("title", "note", "region", "assignee", "due_on")

    def __init__(self, *args, regions: list[Region], **kwargs):
        super().__init__(*args, **kwargs)
        self.regions = {str(region.pk): region for region in regions}
        self.fields["region"].choices = [(key, region.name) for key, region in self.regions.items()]
        if len(regions) == 1:
            del self.fields["region"]
        held = Membership.objects.filter(region__in=regions).current().for_list()
        people = {each.user_id for each in held}
        self.fields["assignee"].queryset = User.objects.filter(pk__in=people, is_active=True).order_by(
            "name", "email"
        )
        self.fields["assignee"].empty_label = _("Wie eraan toekomt")

    def clean_region(self) -> Region:
        return self.regions[self.cleaned_data["region"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        region = cleaned.get("region") or (
            next(iter(self.regions.values())) if len(self.regions) == 1 else None
        )
        person = cleaned.get("assignee")
        if region and person and not region.memberships.current().filter(user=person).exists():
            self.add_error("assignee", _("%(name)s zit niet in het team van deze regio.") % {"name": person})
        cleaned["region"] = region
        return cleaned
