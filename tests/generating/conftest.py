"""What made-up records point at: a few terms, a region and success factors."""

import pytest

from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import SuccessFactorFactory
from tests.factories.regions import RegionFactory

TERMS = {
    "sector": ("metaal", "zorg", "ict"),
    "theme": ("klimaat", "waterstof"),
    "target-group": ("starters", "zijinstromers"),
    "education-form": ("bbl", "module"),
    "level": ("mbo-3", "mbo-4"),
    "partner-role": ("kennispartner", "financier"),
    "partnership-form": ("pps", "campus"),
    "organisation-kind": ("company", "roc_mbo"),
}


@pytest.fixture
def loaded(db):
    """Return the region that is there beside the terms and factors."""
    for scheme, notations in TERMS.items():
        for notation in notations:
            ConceptFactory(scheme=scheme, notation=notation)
    SuccessFactorFactory.create_batch(3)
    return RegionFactory(slug="twente", name="Twente", visibility="public")
