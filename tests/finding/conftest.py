"""Records that are found, among them some that not everybody may find."""

import pytest

from industriecoalitie.concepts.choices import Scheme
from knowledgebank.choices import PracticeState
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.indexing import indexed


@pytest.fixture
def terms(db):
    """Themes, and target groups of which one lies below another."""
    workers = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="werkenden", label="Werkenden")
    return {
        "robots": ConceptFactory(scheme=Scheme.THEME, notation="robots", label="Robotisering"),
        "energy": ConceptFactory(scheme=Scheme.THEME, notation="energie", label="Energietransitie"),
        "workers": workers,
        "switchers": ConceptFactory(
            scheme=Scheme.TARGET_GROUP, notation="overstappers", label="Overstappers", broader=[workers]
        ),
    }


@pytest.fixture
def hall(terms, region):
    """Three partnerships, a practice and an organisation about welding; the word “lassen” is in each."""
    first = PartnershipFactory(name="Lassen in Almelo", slug="almelo", region=region, visibility="public")
    second = PartnershipFactory(name="Samen leren lassen", slug="samen", visibility="public")
    third = PartnershipFactory(name="Lassen op zee", slug="zee", visibility="public")
    first.concepts.set([terms["robots"], terms["switchers"]])
    second.concepts.set([terms["robots"], terms["energy"], terms["workers"]])
    third.concepts.set([terms["energy"]])
    practice = PracticeFactory(
        title="De lasschool", slug="lasschool", summary="Leren lassen doe je <b>samen</b>.", is_proven=True, review_on="2027-01-01",
        visibility="public", state=PracticeState.PUBLISHED, published_on="2024-03-01",
    )  # fmt: skip
    firm = OrganisationFactory(name="Staal en Lassen", slug="staal", visibility="public")
    indexed(*terms.values(), first, second, third, practice, firm, region)
    return {"first": first, "second": second, "third": third, "practice": practice, "firm": firm}


@pytest.fixture
def kept(hall, region):
    """What not everybody finds: for the network, a concept of a region, and what was taken away."""
    network = PartnershipFactory(name="Geheimlassen netwerk", slug="netwerk", visibility="network")
    concept = PartnershipFactory(
        name="Geheimlassen concept", slug="concept", region=region, owner=region, visibility="concept"
    )
    hidden = PartnershipFactory(
        name="Geheimlassen weg", slug="weg", visibility="public", hidden_at="2026-01-01T00:00Z"
    )
    term = ConceptFactory(scheme=Scheme.THEME, notation="geheim", label="Geheim thema", visibility="concept")
    for each in (network, concept, hidden):
        each.concepts.set([term])
    indexed(term, network, concept, hidden)
    return {"network": network, "concept": concept, "hidden": hidden, "term": term}
