"""Practices that are not everybody's, in every state, each with all that can belong to one and a canary in every text.

They are tied to what everybody reads: a public material, collection, line of a roadmap, partnership and programme.
"""

import datetime
import io
from dataclasses import dataclass, field

from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone
from PIL import Image

from industriecoalitie.core.actors import Actor
from industriecoalitie.files.actions import take_in
from industriecoalitie.files.models import StoredFile
from knowledgebank.actions.drafting import start_draft
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice
from tests.factories.corrections import CorrectionFactory
from tests.factories.knowledgebank import (
    AdoptionFactory,
    CollectionFactory,
    CollectionItemFactory,
    EvidenceFactory,
    FactorLineFactory,
    JudgementFactory,
    LearningResourceFactory,
    PracticeFactorFactory,
    PracticeFactory,
    PracticeFigureFactory,
    PracticeImageFactory,
    QuoteFactory,
    RemarkFactory,
    ResourceVersionFactory,
    ReviewFactory,
)

from .test_canaries import CANARY, Aviary, overwritten
from .world import World

# What is unseen by everybody outside team and redactie: its state, and whether it was taken away.
UNSEEN = {
    "draft": (PracticeState.DRAFT, False),
    "in_review": (PracticeState.IN_REVIEW, False),
    "changes_asked": (PracticeState.CHANGES_ASKED, False),
    "planned": (PracticeState.APPROVED, False),
    "retired": (PracticeState.RETIRED, False),
    "hidden": (PracticeState.PUBLISHED, True),
    "beside": (PracticeState.IN_REVIEW, False),
}


@dataclass
class Bird:
    """A practice with what belongs to it."""

    practice: Practice
    file: StoredFile
    document: StoredFile
    rows: dict[str, Model] = field(default_factory=dict)


@dataclass
class Perch:
    """What everybody reads, and what the practices are tied to."""

    material: Model
    collection: Model
    line: Model

    @classmethod
    def build(cls, world: World) -> "Perch":
        """Make it, complete: what comes later may change nothing of it."""
        public = world.records["praktijkvoorbeeld"]["own_public"]
        factor = world.records["succesfactor"]["own_public"]
        PracticeFactorFactory(practice=public, factor=factor)
        line = FactorLineFactory(factor=factor)
        line.practices.add(public)
        collection = CollectionFactory()
        CollectionItemFactory(collection=collection, practice=public)
        return cls(LearningResourceFactory(), collection, line)


def hatch(world: World, aviary: Aviary, perch: Perch, name: str, uploader) -> Bird:
    """Make one practice; ``name`` is one of ``UNSEEN``, or ``network``: published, for who is signed in."""
    own, other = (world.records["regio"][each] for each in ("own_public", "other_public"))
    state, is_hidden = UNSEEN.get(name, (PracticeState.PUBLISHED, False))
    at = timezone.now() + datetime.timedelta(days=3) if state == PracticeState.APPROVED else None
    values = {
        "published_on": timezone.localdate(), "region": own, "owner": own, "visibility": "network" if name == "network" else "public",
        "hidden_at": timezone.now() if is_hidden else None, "publish_at": at,
        "partnership": world.records["samenwerking"]["own_public"],
        "programme": world.records["opleiding"]["own_public"],
        "place": world.records["plaats"]["own_public"],
        "builds_on": world.records["praktijkvoorbeeld"]["other_public"],
    }  # fmt: skip
    if name == "beside":
        practice = _beside(world, aviary)
    else:
        practice = PracticeFactory(slug=f"{CANARY}-{name.replace('_', '-')}", state=state, **values)
    overwritten(practice, aviary.fill(practice))
    practice.concepts.add(world.records["begrip"]["own_public"])
    practice.organisations.add(world.records["organisatie"]["own_public"])
    practice.agenda_items.add(world.records["agendapunt"]["own_public"])
    bird = Bird(practice, _picture(uploader), _document(uploader))
    bird.rows = _rows(world, perch, bird, other)
    for row in bird.rows.values():
        # What a remark or a correction is about, is the name of a field.
        overwritten(row, {name: value for name, value in aviary.fill(row).items() if name != "field"})
    perch.line.practices.add(practice)
    return bird


def _beside(world: World, aviary: Aviary) -> Practice:
    published = world.records["praktijkvoorbeeld"]["own_public"]
    draft = start_draft(published, by=Actor("page", world.people["lead"]))
    type(draft).objects.filter(pk=draft.pk).update(slug=f"{CANARY}-beside", state=PracticeState.IN_REVIEW)
    return overwritten(draft, aviary.fill(draft))


def _rows(world: World, perch: Perch, bird: Bird, other: Model) -> dict[str, Model]:
    practice = bird.practice
    review = ReviewFactory(practice=practice, note="x")
    material = LearningResourceFactory(practice=practice, owner=practice.owner, visibility="concept")
    kind = {"kind": "praktijkvoorbeeld", "record": practice.uuid}
    return {
        "factor": PracticeFactorFactory(practice=practice, factor=perch.line.factor)
        if not practice.factor_links.filter(factor=perch.line.factor).exists()
        else practice.factor_links.get(factor=perch.line.factor),
        "evidence": EvidenceFactory(practice=practice),
        "quote": QuoteFactory(
            practice=practice, organisation=world.records["organisatie"]["own_public"], has_consent=True
        ),
        "figure": PracticeFigureFactory(practice=practice),
        "image": PracticeImageFactory(practice=practice, file=bird.file),
        "review": review,
        "judgement": JudgementFactory(review=review, reviewer=world.people["curator"]),
        "remark": RemarkFactory(practice=practice),
        # By the region of a reader who may not see the practice, kept by the national team.
        "adoption": AdoptionFactory(practice=practice, region=other),
        "item": CollectionItemFactory(collection=perch.collection, practice=practice),
        "material": material,
        "version": ResourceVersionFactory(resource=material, file=bird.document),
        "correction": CorrectionFactory(region=practice.owner, **kind),
    }


def _picture(uploader) -> StoredFile:
    written = io.BytesIO()
    Image.linear_gradient("L").resize((1000, 700)).convert("RGB").save(written, "JPEG")
    return _taken(SimpleUploadedFile(f"{CANARY}.jpg", written.getvalue()), uploader)


def _document(uploader) -> StoredFile:
    content = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
    return _taken(SimpleUploadedFile(f"{CANARY}.pdf", content), uploader)


def _taken(upload: SimpleUploadedFile, uploader) -> StoredFile:
    stored = take_in(upload, by_user=uploader)
    stored.refresh_from_db()
    assert stored.is_clean
    assert storages["private"].exists(stored.store_name)
    return stored
