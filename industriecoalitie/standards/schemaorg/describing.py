"""The description of a page: what it is about, and the way that leads to it."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from industriecoalitie.api.addresses import href
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.models import Record
from industriecoalitie.standards.answers import VISITOR, absolute
from industriecoalitie.standards.catalogue import LICENCE
from industriecoalitie.standards.materials import NAME
from industriecoalitie.standards.skos import scheme_address
from knowledgebank.models import Indicator, LearningResource
from partnerships.models import Ecosystem, Partnership
from programmes.models import LearningPath, Module, Programme
from regions.models import LabourMarketRegion, Organisation, Region

from . import learning, working
from .words import Words, begun, without_empty

CONTEXT = "https://schema.org"
# As Django does in ``json_script``: nothing of it ends the element it stands in.
ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


def indicator(record: Indicator) -> Words:
    """Return an indicator as a data set; its values are in the API."""
    return {
        **begun(record, "Dataset", record.name, record.definition or record.name),
        "variableMeasured": without_empty(
            {"@type": "PropertyValue", "name": record.name, "unitText": record.unit}
        ),
        "inLanguage": "nl",
        "isAccessibleForFree": True,
        "license": str(LICENCE),
        "creator": {"@type": "Organization", "name": NAME, "url": absolute("/")},
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/json",
            "contentUrl": href("indicators", record.slug),
        },
    }


def concept(record: Concept) -> Words:
    return {
        **begun(record, "DefinedTerm", record.label, record.definition),
        "alternateName": [record.label_en] if record.label_en else [],
        "termCode": record.notation,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "name": str(record.get_scheme_display()),
            "url": scheme_address(record.scheme),
        },
    }


DESCRIBERS: dict[type[Record], Callable[[Any], Words]] = {
    Organisation: working.organisation,
    Region: working.region,
    LabourMarketRegion: working.labour_market,
    Partnership: working.partnership,
    Ecosystem: working.ecosystem,
    Programme: learning.programme,
    Module: learning.module,
    LearningPath: learning.learning_path,
    LearningResource: learning.learning_resource,
    Indicator: indicator,
    Concept: concept,
}


def described(record: Record) -> Words | None:
    """Return a record in the words of schema.org, as a visitor may read of it; None when a visitor may not."""
    if not record.is_shown_to(VISITOR):
        return None
    with translation.override("nl"):
        return without_empty(DESCRIBERS[type(record)](record))


def way_to(crumbs: Iterable[tuple[Any, str]], page: str) -> Words:
    """Return the way from the front page to a page, which is the last of ``crumbs``."""
    steps = [(NAME, "/"), *crumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": str(label),
                "item": absolute(address or page),
            }
            for number, (label, address) in enumerate(steps, 1)
        ],
    }


def site() -> Words:
    """Return the portal itself, and how it is searched."""
    home = absolute("/")
    search = absolute(reverse("finding:search"))
    return {
        "@type": "WebSite",
        "@id": home,
        "url": home,
        "name": NAME,
        "inLanguage": "nl",
        "publisher": {"@type": "Organization", "name": NAME, "url": home},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def element(*parts: Words) -> SafeString:
    """Return descriptions as an element for the head of a page; nothing in it runs, and nothing in it ends it."""
    text = json.dumps({"@context": CONTEXT, "@graph": list(parts)}, ensure_ascii=False)
    return SafeString(f'<script type="application/ld+json">{text.translate(ESCAPES)}</script>')
