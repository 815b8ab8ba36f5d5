"""How it stands with a webhook and with a message, in words."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from .choices import Outcome
from .models import Delivery, Endpoint


class Standing(NamedTuple):
    """A word, its tone and a sentence."""

    word: str
    tone: str
    sentence: str


def standing(endpoint: Endpoint) -> Standing:
    """Return how it stands with a webhook."""
    if endpoint.disabled_at is not None:
        why = endpoint.get_ending_display()
        return Standing(_("Uitgezet"), "fout", _("We sturen niets meer: %(why)s.") % {"why": why})
    if not endpoint.is_active:
        return Standing(_("Staat uit"), "neutraal", _("We sturen niets tot je hem weer aanzet."))
    if endpoint.approved_at is None:
        return Standing(
            _("Wacht op goedkeuring"), "let", _("We sturen niets voordat een beheerder het adres goedkeurt.")
        )
    if endpoint.failing_since is not None:
        return Standing(
            _("Lukt nu niet"),
            "let",
            _("De laatste berichten kwamen niet aan. We proberen het drie dagen lang opnieuw."),
        )
    return Standing(_("Werkt"), "goed", _("Berichten gaan vanzelf weg."))


def told(delivery: Delivery) -> Standing:
    """Return what became of a message."""
    answer = _answer_of(delivery)
    if delivery.delivered_at is not None:
        return Standing(_("Aangekomen"), "goed", answer)
    if delivery.failed_at is not None:
        return Standing(_("Niet gelukt"), "fout", answer)
    if delivery.attempts and delivery.outcome:
        return Standing(_("Komt nog een keer"), "let", answer)
    return Standing(_("Gaat zo weg"), "neutraal", "")


def _answer_of(delivery: Delivery) -> str:
    if delivery.status is not None:
        took = _("in %(ms)d milliseconden") % {"ms": delivery.took_ms or 0}
        return _("De ontvanger antwoordde %(status)d, %(took)s.") % {"status": delivery.status, "took": took}
    label = Outcome(delivery.outcome).label if delivery.outcome else ""
    return f"{str(label)[:1].upper()}{str(label)[1:]}." if label else ""
