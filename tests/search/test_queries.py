"""The search finds what is known to be there: recall and rank on the records that a portal begins with."""

import pytest
from django.core.management import call_command

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.kinds import record_models
from industriecoalitie.loading.actions import load
from industriecoalitie.loading.reading import data_files
from industriecoalitie.search.actions import rebuild

from .asking import ask, questions, score, table

# One worker loads the data, for all of them.
pytestmark = pytest.mark.xdist_group("queries")


@pytest.fixture(scope="module")
def index(django_db_setup, django_db_blocker):
    """The index of the initial data; afterwards the database is empty again."""
    with django_db_blocker.unblock():
        load(data_files(), by=Actor(door="command"))
        rebuild()
        yield
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


@pytest.fixture(autouse=True)
def _own_changes(index, db):
    """Each test runs in a transaction that is taken back."""


@pytest.mark.parametrize("part", ["given", "regional", "own"])
def test_what_is_expected_exists(part):
    models, missing = record_models(), []
    for known in questions(part):
        for kind, key in known.expected:
            if not any(
                record.get_absolute_url().rstrip("/").endswith(f"/{key}")
                for record in models[kind].objects.all()
            ):
                missing.append(f"{kind}: {key}")

    assert missing == []


@pytest.mark.parametrize(
    ("part", "recall", "mrr"), [("given", 1.0, 0.97), ("regional", 1.0, 0.97), ("own", 1.0, 0.86)]
)
def test_questions_are_answered_first(part, recall, mrr):
    answers = ask(questions(part))
    figures = score(answers)

    print(table(part, answers))
    assert figures.recall >= recall, table(part, answers)
    assert figures.mrr >= mrr, table(part, answers)
