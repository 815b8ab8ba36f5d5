"""Choices of practices, their use elsewhere, and figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PracticeKind(models.TextChoices):
    """The four kinds of the databank. Source: mbo-propositie 1.5, chapter 4, national approach, line 4."""

    PARTNERSHIP = "partnership", _("Bewezen pps-voorbeeld")
    DEMAND = "demand", _("Basisaanpak voor vraagarticulatie")
    EDUCATION_FORM = "education_form", _("Onderwijsvorm voor een doelgroep")
    PROGRAMME = "programme", _("Nieuwe reguliere opleiding voor de transitie")


# The word for each kind in the address where one is added.
KIND_WORDS = {
    PracticeKind.PARTNERSHIP: "pps",
    PracticeKind.DEMAND: "vraagarticulatie",
    PracticeKind.EDUCATION_FORM: "onderwijsvorm",
    PracticeKind.PROGRAMME: "opleiding",
}


class PracticeState(models.TextChoices):
    """Where a practice is in the editorial work."""

    DRAFT = "draft", _("Concept")
    IN_REVIEW = "in_review", _("Ter beoordeling")
    CHANGES_ASKED = "changes_asked", _("Aanvulling gevraagd")
    APPROVED = "approved", _("Ingepland")
    PUBLISHED = "published", _("Gepubliceerd")
    RETIRED = "retired", _("Gearchiveerd")
    MERGED = "merged", _("Opgenomen")


# Which state may follow which; the database refuses the rest. ``merged`` is the end of a draft beside a published practice.
TRANSITIONS = (
    (PracticeState.DRAFT, PracticeState.IN_REVIEW),
    (PracticeState.IN_REVIEW, PracticeState.DRAFT),
    (PracticeState.IN_REVIEW, PracticeState.CHANGES_ASKED),
    (PracticeState.IN_REVIEW, PracticeState.APPROVED),
    (PracticeState.IN_REVIEW, PracticeState.PUBLISHED),
    (PracticeState.IN_REVIEW, PracticeState.MERGED),
    (PracticeState.CHANGES_ASKED, PracticeState.IN_REVIEW),
    (PracticeState.APPROVED, PracticeState.IN_REVIEW),
    (PracticeState.APPROVED, PracticeState.PUBLISHED),
    (PracticeState.APPROVED, PracticeState.MERGED),
    (PracticeState.PUBLISHED, PracticeState.RETIRED),
    (PracticeState.RETIRED, PracticeState.PUBLISHED),
)
# The team writes; nobody outside reads.
WRITING = (PracticeState.DRAFT, PracticeState.CHANGES_ASKED)
# Curators look at it.
JUDGING = (PracticeState.IN_REVIEW, PracticeState.APPROVED)
# A draft beside a published practice goes through these.
BESIDE = (*WRITING, *JUDGING, PracticeState.MERGED)


def steps_to(state: str) -> tuple[str, ...]:
    """Return the states after the first that lead from a new practice to ``state``, the shortest way."""
    ways: dict[str, tuple[str, ...]] = {PracticeState.DRAFT: ()}
    for begin, end in TRANSITIONS * 2:
        if begin in ways and (end not in ways or len(ways[end]) > len(ways[begin]) + 1):
            ways[end] = (*ways[begin], end)
    return ways[state]


class ReviewOutcome(models.TextChoices):
    """How a round of reviewing ended."""

    PUBLISHED = "published", _("gepubliceerd")
    SENT_BACK = "sent_back", _("teruggestuurd voor aanvulling")
    WITHDRAWN = "withdrawn", _("teruggetrokken door het team")


class Verdict(models.TextChoices):
    """What one reviewer thinks."""

    AGREE = "agree", _("akkoord")
    OBJECT = "object", _("nog niet akkoord")


class Criterion(models.TextChoices):
    """What a curator looks at before a practice is published."""

    CLEAR = "clear", _("De tekst is te volgen voor wie de regio niet kent.")
    OWN_WORDS = "own_words", _("De tekst is in eigen woorden en noemt geen namen van personen.")
    FACTS = "facts", _("Cijfers hebben een bron en een jaar.")
    FACTORS = "factors", _("Bij elke succesfactor staat hoe die hier werkte.")
    CONSENT = "consent", _("Voor elke uitspraak en elke foto is toestemming.")
    PARTNERS = "partners", _("Scholen, bedrijven en overheden die meedoen zijn genoemd.")
    DEMAND = "demand", _("De vraag van bedrijven is beschreven: wie vroeg wat?")
    TRANSLATION = "translation", _("Het is duidelijk hoe de vraag tot opleidingsaanbod leidde.")
    GROUP = "group", _("De doelgroep staat erbij, en wat voor die groep anders is.")
    FORM = "form", _("De onderwijsvorm is zo beschreven dat een ander hem kan overnemen.")
    TRANSITION = "transition", _("De transitie waar de opleiding aan bijdraagt, staat erbij.")
    RECOGNISED = "recognised", _("Niveau, leerweg en erkenning van de opleiding staan erbij.")


FOR_EVERY_KIND = (
    Criterion.CLEAR, Criterion.OWN_WORDS, Criterion.FACTS, Criterion.FACTORS, Criterion.CONSENT,
)  # fmt: skip
CRITERIA = {
    PracticeKind.PARTNERSHIP: (*FOR_EVERY_KIND, Criterion.PARTNERS),
    PracticeKind.DEMAND: (*FOR_EVERY_KIND, Criterion.DEMAND, Criterion.TRANSLATION),
    PracticeKind.EDUCATION_FORM: (*FOR_EVERY_KIND, Criterion.GROUP, Criterion.FORM),
    PracticeKind.PROGRAMME: (*FOR_EVERY_KIND, Criterion.TRANSITION, Criterion.RECOGNISED),
}


# What the parts of the story are called in each kind, in the order in which a reader meets them.
HEADINGS = {
    PracticeKind.PARTNERSHIP: {
        "context": _("Aanleiding"),
        "approach": _("Aanpak"),
        "results": _("Resultaat"),
        "lessons": _("Lessen"),
        "costs": _("Kosten"),
    },
    PracticeKind.DEMAND: {
        "context": _("De vraag van bedrijven"),
        "approach": _("Van vraag naar aanbod"),
        "results": _("Resultaat"),
        "lessons": _("Lessen"),
        "costs": _("Kosten en tijd"),
    },
    PracticeKind.EDUCATION_FORM: {
        "context": _("Voor wie, en waarom"),
        "approach": _("Zo werkt de onderwijsvorm"),
        "results": _("Resultaat"),
        "lessons": _("Lessen"),
        "costs": _("Kosten"),
    },
    PracticeKind.PROGRAMME: {
        "context": _("Voor welke transitie"),
        "approach": _("Zo zit de opleiding in elkaar"),
        "results": _("Resultaat"),
        "lessons": _("Lessen"),
        "costs": _("Kosten"),
    },
}


class Licence(models.TextChoices):
    """What others may do with teaching material. Source: Creative Commons 4.0; NL LOM, rights."""

    CC0 = "cc0", _("CC0: vrij te gebruiken")
    CC_BY = "cc-by-4.0", _("CC BY: delen en bewerken mag, met naamsvermelding")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA: als CC BY, en wat je maakt deel je op dezelfde manier")
    CC_BY_NC = "cc-by-nc-4.0", _("CC BY-NC: als CC BY, maar niet om aan te verdienen")
    CC_BY_NC_SA = "cc-by-nc-sa-4.0", _("CC BY-NC-SA: niet om aan te verdienen, delen op dezelfde manier")
    CC_BY_ND = "cc-by-nd-4.0", _("CC BY-ND: delen mag, bewerken niet")
    ASK = "ask", _("Op aanvraag bij de maker")


# What a licence is called, what it comes down to for who wants to use it, and the whole text.
LICENCE_NAMES = {
    Licence.CC0: "CC0",
    Licence.CC_BY: "CC BY",
    Licence.CC_BY_SA: "CC BY-SA",
    Licence.CC_BY_NC: "CC BY-NC",
    Licence.CC_BY_NC_SA: "CC BY-NC-SA",
    Licence.CC_BY_ND: "CC BY-ND",
    Licence.ASK: _("Op aanvraag"),
}
LICENCE_TEXTS = {
    Licence.CC0: _("Je mag alles met dit leermiddel doen, ook zonder de maker te noemen."),
    Licence.CC_BY: _("Je mag het delen en aanpassen, als je de maker noemt."),
    Licence.CC_BY_SA: _(
        "Je mag het delen en aanpassen, als je de maker noemt en jouw versie onder dezelfde licentie deelt."
    ),
    Licence.CC_BY_NC: _("Je mag het delen en aanpassen, als je de maker noemt en er niet aan verdient."),
    Licence.CC_BY_NC_SA: _(
        "Je mag het delen en aanpassen, als je de maker noemt, er niet aan verdient en jouw versie onder dezelfde licentie deelt."
    ),
    Licence.CC_BY_ND: _("Je mag het delen zoals het is, als je de maker noemt. Aanpassen mag niet."),
    Licence.ASK: _("Je mag het bekijken. Wil je het gebruiken, vraag het dan eerst aan de maker."),
}
LICENCE_URLS = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/deed.nl",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/deed.nl",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/deed.nl",
    Licence.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.nl",
    Licence.CC_BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/deed.nl",
}


class AdoptionState(models.TextChoices):
    """How far another region is with a practice."""

    EXPLORING = "exploring", _("wordt verkend")
    ADAPTED = "adapted", _("aangepast overgenomen")
    ADOPTED = "adopted", _("overgenomen")
    STOPPED = "stopped", _("gestopt")


class MeasurementKind(models.TextChoices):
    """What sort of value a figure is."""

    REALISED = "realised", _("gemeten")
    FORECAST = "forecast", _("verwacht")
    BASELINE = "baseline", _("nulmeting")
    TARGET = "target", _("doel")
    PLANNED = "planned", _("gepland")
    NEED = "need", _("behoefte")


class EntryKind(models.TextChoices):
    """What sort of text stands in a progress report."""

    PROGRESS = "progress", _("Tussenstand")
    EXAMPLE = "example", _("Voorbeeld uit de regio")
