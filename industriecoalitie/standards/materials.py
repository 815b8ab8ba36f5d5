"""What every standard tells of a teaching material: where it stands, of what sort it is, who made it, what it allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.models import Record
from knowledgebank.choices import Licence
from knowledgebank.models import LearningResource, ResourceVersion

from .answers import VISITOR, absolute

NAME = "Industriecoalitie"
WEB_PAGE = "text/html"


@dataclass(frozen=True)
class Material:
    """A teaching material as a visitor may know of it.

    ``location`` is the address of the newest version, or of the page when nothing can be fetched; ``format`` its media
    type; ``edition`` what the version is called; ``is_open`` whether anybody may pass it on (Creative Commons).
    """

    resource: LearningResource
    page: str
    location: str
    format: str
    edition: str
    maker: str
    terms: tuple[Concept, ...]
    parents: tuple[Record, ...]

    @property
    def is_open(self) -> bool:
        return self.resource.licence not in ("", Licence.ASK)


def material_of(
    resource: LearningResource, terms: Iterable[Concept], versions: Iterable[ResourceVersion]
) -> Material:
    """Return what may be told of a material; ``terms`` and ``versions`` as a visitor sees them, the newest first."""
    page = absolute(resource.get_absolute_url())
    newest = next((version for version in versions if version.is_ready), None)
    location, kind = resource.shared_url or page, WEB_PAGE
    if newest is not None:
        newest.resource = resource
        location = absolute(newest.get_absolute_url())
        kind = newest.file.content_type if newest.file else WEB_PAGE
    named = (resource.practice, resource.programme, resource.module)
    owner = shown(resource.owner)
    return Material(
        resource=resource,
        page=page,
        location=location,
        format=kind,
        edition=newest.label if newest else resource.edition,
        maker=owner.name if owner else NAME,
        terms=tuple(terms),
        parents=tuple(each for each in named if shown(each)),
    )


def shown(record: Any) -> Any:
    """Return a record when a visitor may read of it, else None."""
    return record if record is not None and record.is_shown_to(VISITOR) else None
