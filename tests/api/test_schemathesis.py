"""R46: schemathesis over the whole OpenAPI document, as a visitor, a reader and a writer, by a seed that is the same each time.

What it sends fits the document, or is spoilt on purpose; no answer may be a fault of ours or differ from the document.
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import hypothesis
import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections, transaction
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from industriecoalitie.api import callers
from industriecoalitie.api.views import api_document, served
from industriecoalitie.wsgi import application
from tests.factories.accounts import UserFactory
from tests.factories.tokens import token_for
from tests.promises.doors import undone

from .rows import MAKERS, key_of
from .test_hostile import SCOPES

pytestmark = [pytest.mark.xdist_group("schemathesis"), pytest.mark.timeout(900)]
SEED = 20_260_101
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = {"visitor": (), "reader": (callers.READ_PUBLIC, callers.READ_NETWORK), "writer": SCOPES}


@dataclass(frozen=True)
class Country:
    """The keys of records by collection, and the headers with which each role asks."""

    keys: dict[str, str]
    headers: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker) -> Iterator[Country]:
    logging.disable(logging.ERROR)
    # Each answer ends a request, which would also end the connection in which the records stand.
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        owner = UserFactory(is_superuser=True, is_staff=True)
        keys = {name: key_of(name, make()) for name, make in MAKERS.items()}
        headers = {
            role: {"Authorization": f"Bearer {token_for(owner, *scopes)[1]}"} if scopes else {}
            for role, scopes in ROLES.items()
        }
        yield Country(keys, headers)
        transaction.set_rollback(True)
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def all_operations() -> list:
    """Return every operation of the document, to be asked of the application itself."""
    schema = schemathesis.openapi.from_dict(served(api_document()))
    schema.app = application
    # Behind the address of the API, the path / is an address with a slash, which the design rules want to be unknown.
    return [each for found in schema.get_all_operations() if (each := found.ok()).path != "/"]


def known_of(country: Country, operation) -> dict[str, str]:
    """Return the key of a record that is there, for an address of one record."""
    names = {parameter.name for parameter in operation.path_parameters}
    known = {"id": country.keys.get(operation.path.split("/")[1], "x"), "collection": "regions"}
    return {name: known[name] for name in names & known.keys()}


def faults(country: Country, operation, role: str, mode: GenerationMode, most: int) -> list[str]:
    """Return what is wrong with the answers to so many requests of one operation."""
    found: list[str] = []
    path = known_of(country, operation) if mode == GenerationMode.POSITIVE else {}
    strategy = operation.as_strategy(generation_mode=mode, **({"path_parameters": path} if path else {}))

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=strategy)
    def ask(case) -> None:
        with undone():
            answer = case.call(headers=country.headers[role])
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            found.extend(
                f"{role} {operation.label}: {answer.status_code} {type(each).__name__} {str(each)[:300]}"
                for each in group.exceptions
            )

    # What takes no parameter and no body cannot be spoilt.
    with suppress(hypothesis.errors.Unsatisfiable):
        ask()
    return found


@pytest.mark.parametrize(
    "most", [2, pytest.param(50, marks=[pytest.mark.release, pytest.mark.timeout(7200)])]
)
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "spoilt"]
)
@pytest.mark.parametrize("role", ROLES)
def test_no_answer_is_a_fault_of_ours_or_differs_from_the_document(country, role, mode, most):
    operations = all_operations()

    found = {}
    for operation in operations:
        wrong = faults(country, operation, role, mode, most)
        if wrong:
            found[operation.label] = sorted(set(wrong))

    assert len(operations) > 50
    assert found == {}
