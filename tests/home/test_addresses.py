"""Addresses that lead on."""

import pytest


@pytest.mark.parametrize(
    ("path", "target"), [("/favicon.ico", "/static/img/merk.svg"), ("/arbeidsmarktregios/", "/dekking/")]
)
def test_address_leads_on(client, path, target):
    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (302, target)
