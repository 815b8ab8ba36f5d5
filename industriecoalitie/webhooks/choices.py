"""What a webhook can be asked for, and how it stands with one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """How a message is written."""

    STANDARD = "standard", _("Standard Webhooks")
    CLOUDEVENTS = "cloudevents", _("CloudEvents (NL GOV-profiel)")


class Ending(models.TextChoices):
    """Why the portal stopped sending."""

    GONE = "gone", _("de ontvanger zei dat dit adres niet meer bestaat (410)")
    FAILING = "failing", _("er lukte vijf dagen niets")
    TOKEN = "token", _("de sleutel waarmee deze webhook is gemaakt, werkt niet meer")


class Outcome(models.TextChoices):
    """What became of one try; of an answer only its status is kept."""

    OK = "ok", _("aangekomen")
    STATUS = "status", _("de ontvanger gaf een fout")
    NO_ANSWER = "no_answer", _("geen antwoord op tijd")
    NAME = "name", _("de naam van de ontvanger is niet gevonden")
    CERTIFICATE = "certificate", _("het certificaat van de ontvanger klopt niet")
    CONNECTION = "connection", _("er kwam geen verbinding")
    REFUSED = "refused", _("dit adres is niet toegestaan")
    FAULT = "fault", _("er ging bij ons iets mis")
    WITHHELD = "withheld", _("je mag dit gegeven niet meer zien")
