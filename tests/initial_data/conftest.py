"""The initial data, loaded once for all tests of this folder; each test undoes what it does to it."""

import pytest
from django.core.management import call_command

from industriecoalitie.core.actors import Actor
from industriecoalitie.loading.actions import load
from industriecoalitie.loading.reading import data_files


@pytest.fixture(scope="package")
def first_load(django_db_setup, django_db_blocker):
    """The report of loading into an empty database; afterwards it is empty again."""
    with django_db_blocker.unblock():
        yield load(data_files(), by=Actor(door="command"))
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


@pytest.fixture(autouse=True)
def _own_changes(first_load, db):
    """Each test runs in a transaction that is taken back."""
