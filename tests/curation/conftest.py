"""Terms and success factors to keep."""

import pytest

from industriecoalitie.core.actors import Actor
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import SuccessFactorFactory


@pytest.fixture
def by(curator) -> Actor:
    return Actor("page", curator)


@pytest.fixture
def kept(db):
    return ConceptFactory(notation="metaal", label="Metaal", order=1)


@pytest.fixture
def gone(db):
    return ConceptFactory(notation="metaalsector", label="Metaalsector", order=2)


@pytest.fixture
def kept_factor(db):
    return SuccessFactorFactory(slug="vertrouwen", label="Vertrouwen")


@pytest.fixture
def gone_factor(db):
    return SuccessFactorFactory(slug="elkaar-vertrouwen", label="Elkaar vertrouwen")
