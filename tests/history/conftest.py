"""What the tests of the history share: a partnership with a past, and a check of the past at the end."""

import pytest
from django.db import connection

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.invariant import check_history
from industriecoalitie.history.recording import Change, Row, change_record
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory, TargetFactory


@pytest.fixture
def storied(region, lead):
    """A partnership of ``region`` in three versions: a name and a partner, then a text, by the kartrekker."""
    by = Actor("page", lead)
    partnership = PartnershipFactory(name="Robotlab", slug="robotlab", region=region, owner=region)
    bosch = PartnerFactory(partnership=partnership, organisation__name="Bosch")
    TargetFactory(partnership=partnership, name="Meer studenten")
    partnership.concepts.add(ConceptFactory(label="Robots"))
    change = Change(
        {"name": "Robotlab Oost"}, {"concepts": []}, {"partners": [Row(bosch.uuid, is_removed=True)]}
    )
    partnership = change_record(partnership, change, by=by, seen=1)
    return change_record(partnership, Change({"summary": "Over robots."}), by=by, seen=2)


@pytest.fixture
def breaks_history() -> None:
    """Say of a test that it breaks the history, to see that this is found."""


@pytest.fixture(autouse=True)
def history_holds(request):
    """Check after each test that history and tables still agree (promise R10), unless the test broke that itself."""
    uses_database = request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(
        request.fixturenames
    )
    if uses_database:
        request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    yield
    if uses_database and "breaks_history" not in request.fixturenames:
        # In a transaction that began with empty tables only what it wrote can disagree.
        written = written_tables() if connection.in_atomic_block else None
        assert [faults for faults in check_history(written) if faults.total] == []


def written_tables() -> set[str]:
    """Return the tables that this transaction added, changed or removed rows of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {name for (name,) in cursor.fetchall()}
