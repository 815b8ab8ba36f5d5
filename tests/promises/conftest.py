"""The country of the promises, made once for a module; every knock on a door is rolled back."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction

from industriecoalitie.core import paper

from . import world as country
from .doors import Visitors, undone


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[country.World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield country.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(world) -> Iterator[Visitors]:
    # Thousands of refusals are what is meant here; nobody reads them in a log.
    logging.disable(logging.ERROR)
    yield Visitors(world)
    logging.disable(logging.NOTSET)


@pytest.fixture
def kept_whole(world) -> Iterator[None]:
    """Roll back what a test writes, so that the next finds the country as it was."""
    with undone():
        yield


@pytest.fixture(scope="module", autouse=True)
def unpressed_paper() -> Iterator[None]:
    """Give what a PDF is made of instead of the PDF: it can be read, and costs a second less each time.

    For a module as a whole: what is asked before and after is then the same thing.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paper, "pdf_of", str.encode)
        yield
