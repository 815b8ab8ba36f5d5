"""Work in progress for a demonstration: invented examples in every stage, made as people make them.

All of it says of itself that it is invented. What people did with it since stays as it is: it is made once.
"""

import datetime
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from industriecoalitie.accounts.models import User
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Visibility
from industriecoalitie.history.recording import Change, Row, add_record, change_record, change_set
from knowledgebank.choices import CRITERIA, AdoptionState, Criterion, PracticeKind, Verdict
from knowledgebank.models import Adoption, Interest, Practice, Review
from regions.actions import DEMO_DOMAIN
from regions.models import Region

from . import adopting, drafting, following, judging, reviewing

# By these it is known that the work was made before, whatever became of it.
SLUGS = "demo-"
NOTE = "**Dit is een voorbeeld om mee te oefenen. Alles wat hier staat is verzonnen.**"
# So far ahead that a demonstration of some weeks still has something planned.
PLANNED_AHEAD = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Example:
    """An invented practice, kept by a region."""

    slug: str
    region: str
    kind: str
    title: str
    values: dict[str, str] = field(default_factory=dict)
    group: str = ""


IN_REVIEW = Example(
    "demo-leren-in-de-avond",
    "twente",
    PracticeKind.EDUCATION_FORM,
    "Demo: leren in de avond voor wie al werkt",
    {
        "summary": "Voorbeeld om mee te oefenen: monteurs leren twee avonden per week in een verzonnen werkplaats.",
        "context": f"{NOTE}\n\nEen verzonnen fabriek zocht monteurs en vond ze niet. De mensen die er al werkten, "
        "wilden verder leren, maar konden overdag niet weg.",
        "approach": "In dit bedachte voorbeeld gaat de werkplaats twee avonden per week open:\n\n"
        "- op maandag werken deelnemers aan een eigen machine;\n- op woensdag is er theorie, in blokken van een half uur.",
        "results": "In dit bedachte voorbeeld begonnen twaalf mensen en maakten er tien het af.",
        "lessons": "Zorg voor eten. Wie om zes uur begint, heeft nog niet gegeten.",
        "contact_function": "Verzonnen projectleider",
    },
    group="werknemers",
)
SENT_BACK = Example(
    "demo-vraag-van-bedrijven",
    "limburg",
    PracticeKind.DEMAND,
    "Demo: in drie gesprekken naar een heldere vraag",
    {
        "summary": "Voorbeeld om mee te oefenen: een verzonnen rij gesprekken met bedrijven.",
        "context": f"{NOTE}\n\nVijf verzonnen bedrijven zeiden alle vijf dat ze ‘mensen’ nodig hadden.",
        "approach": "Drie gesprekken: wat doet iemand straks op een dag, wat kan iemand nu al, en wat is het verschil?",
        "results": "In dit bedachte voorbeeld bleef er één vraag over.",
    },
)
PLANNED = Example(
    "demo-gedeelde-robotcel",
    "regio-zwolle",
    PracticeKind.PARTNERSHIP,
    "Demo: één robotcel voor drie scholen",
    {
        "summary": "Voorbeeld om mee te oefenen: drie verzonnen scholen delen één robotcel.",
        "context": f"{NOTE}\n\nEen robotcel is duur en stond bij elke verzonnen school de halve week stil.",
        "approach": "De scholen kochten er samen een en maakten een rooster. Een bedrijf onderhoudt de cel.",
        "results": "In dit bedachte voorbeeld wordt de cel nu elke dag gebruikt.",
        "costs": "Verzonnen: een derde van wat drie cellen zouden kosten.",
    },
)
UNFINISHED = Example(
    "demo-nieuwe-opleiding-waterstof",
    "noord-nederland",
    PracticeKind.PROGRAMME,
    "Demo: opleiding waterstoftechniek (in de maak)",
    {
        "summary": "Voorbeeld om mee te oefenen: een concept waar nog van alles aan ontbreekt.",
        "context": f"{NOTE}\n\nDe rest van dit concept vul je zelf in.",
    },
)
# Practices of the sources, and what the demonstration does with them.
CHANGED = ("kampus", "twente")
EXPLORED, EXPLORER = "smart-industry-summa", "mra"
FOLLOWER, FOLLOWED_GROUP, FOLLOWED_KIND = "limburg", "werknemers", PracticeKind.PROGRAMME


class People:
    """The people of the demonstration, by the names of their accounts."""

    def __init__(self) -> None:
        found = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True)
        self.found = {user.email.removesuffix(f"@{DEMO_DOMAIN}"): user for user in found}

    def lead(self, region: str) -> Actor:
        return Actor("command", self.found[f"kartrekker.{region}"])

    @property
    def curator(self) -> Actor:
        return Actor("command", self.found["redactie"])

    @property
    def second(self) -> Actor:
        """Return who looks besides the curator."""
        return Actor("command", self.found["beheerder"])

    def is_complete(self) -> bool:
        regions = {IN_REVIEW.region, SENT_BACK.region, PLANNED.region, UNFINISHED.region, EXPLORER}
        return {"redactie", "beheerder", *(f"kartrekker.{each}" for each in regions)} <= set(self.found)


@transaction.atomic
def create_demo_practices() -> int:
    """Make the work of a demonstration; return how many practices were added.

    Nothing without all demo accounts and the practices of the initial data, and nothing the second time.
    """
    people = People()
    is_there = Practice._base_manager.filter(slug__startswith=SLUGS).exists()
    rests_on = Practice.objects.published().filter(slug__in=[CHANGED[0], EXPLORED]).count() == 2
    if is_there or not rests_on or not people.is_complete():
        return 0
    _judged_by_two(people)
    _asked_for_more(people)
    _planned(people)
    _begun(UNFINISHED, people)
    _draft_beside(people)
    _explored(people)
    _followed(people)
    return 5


def _begun(example: Example, people: People) -> Practice:
    region = Region.objects.get(slug=example.region)
    links = {"concepts": list(Concept.objects.filter(scheme="target-group", notation=example.group))}
    practice = Practice(slug=example.slug, owner=region, visibility=Visibility.CONCEPT)
    values = {"title": example.title, "kind": example.kind, "region": region, **example.values}
    return add_record(practice, Change(values, links), by=people.lead(example.region))


def _handed_in(example: Example, people: People) -> Review:
    note = "Demo: een verzonnen voorbeeld, om het beoordelen mee te oefenen."
    return reviewing.submit(_begun(example, people), by=people.lead(example.region), note=note)


def _judged_by_two(people: People) -> None:
    review = _handed_in(IN_REVIEW, people)
    judging.assign_review(review, people.curator.user, by=people.curator)
    judging.judge(review, by=people.curator)
    judging.judge(review, Verdict.AGREE, "Demo: prettig kort geschreven.", by=people.second)
    judging.check_criteria(review, {Criterion.CLEAR: True, Criterion.OWN_WORDS: True}, by=people.curator)
    settled = judging.add_remark(
        review, "Demo: hoe lang duurt zo’n blok?", by=people.curator, field="approach", passage="in blokken"
    )
    lead = people.lead(IN_REVIEW.region)
    judging.answer_remark(settled, "Demo: een half uur, het staat er nu bij.", by=lead)
    judging.settle_remark(settled, True, by=people.curator)
    judging.add_remark(
        review, "Demo: waarom haakten twee mensen af?", by=people.curator, field="results", passage="tien"
    )
    judging.add_remark(review, "Demo: wat kost dit een school?", by=people.second, field="costs")


def _asked_for_more(people: People) -> None:
    review = _handed_in(SENT_BACK, people)
    judging.add_remark(review, "Demo: welke vraag bleef er over?", by=people.curator, field="results")
    reviewing.send_back(
        review.practice,
        by=people.curator,
        reason="Demo: schrijf er nog bij welke vraag er overbleef en welk aanbod daaruit kwam.",
    )


def _planned(people: People) -> None:
    review = _handed_in(PLANNED, people)
    judging.check_criteria(review, dict.fromkeys(CRITERIA[PLANNED.kind], True), by=people.curator)
    judging.judge(review, Verdict.AGREE, by=people.curator)
    moment = (timezone.localtime() + PLANNED_AHEAD).replace(hour=9, minute=0, second=0, microsecond=0)
    reviewing.schedule(review.practice, moment, by=people.curator)


def _draft_beside(people: People) -> None:
    """Begin a change of a practice of the sources, which itself stays as it is."""
    slug, region = CHANGED
    by = people.lead(region)
    with change_set(by, "practice.draft_started"):
        draft = drafting.start_draft(Practice.objects.get(slug=slug), by=by)
        values = {
            "title": f"Demo: {draft.title}"[:200],
            "lessons": f"{NOTE}\n\n{draft.lessons}".strip(),
        }
        lesson = Row(
            None, {"statement": "Demo: een verzonnen bewijs, om te zien hoe een wijziging eruitziet."}
        )
        change_record(draft, Change(values, rows={"evidence": [lesson]}), by=by)


def _explored(people: People) -> None:
    """Let a region explore a practice; only who is signed in reads of it, so that no count of visitors holds it."""
    region = Region.objects.get(slug=EXPLORER)
    by = people.lead(EXPLORER)
    adoption = Adoption(practice=Practice.objects.get(slug=EXPLORED), region=region, owner=region)
    values = {
        "state": AdoptionState.EXPLORING,
        "visibility": Visibility.NETWORK,
        "changes": f"Demo: {NOTE}\n\nWe kijken of dit ook in de avond kan.",
    }
    with change_set(by, "adoption.added"):
        adopting.tell_owners(add_record(adoption, Change(values), by=by))


def _followed(people: People) -> None:
    team, by = Region.objects.get(slug=FOLLOWER), people.lead(FOLLOWER)
    group = Concept.objects.filter(scheme="target-group", notation=FOLLOWED_GROUP).first()
    if group is not None:
        following.follow(team, Interest(concept=group), by=by)
    following.follow(team, Interest(kind=FOLLOWED_KIND), by=by)
