"""OIDC_PROVIDERS names where people may also sign in."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from industriecoalitie.settings.oidc import oidc_apps, origins_of

GOOD = {
    "id": "surfconext", "name": "SURFconext", "issuer": "https://connect.surfconext.nl", "client_id": "portaal",
    "client_secret": "geheim",
}  # fmt: skip


def test_none_is_none():
    assert oidc_apps("") == []


def test_several_may_be_named():
    apps = oidc_apps(json.dumps([GOOD, {**GOOD, "id": "ander", "issuer": "https://idp.test:8443/realm"}]))

    assert [app["provider_id"] for app in apps] == ["surfconext", "ander"]
    assert apps[0]["settings"] == {"server_url": "https://connect.surfconext.nl"}
    assert origins_of(apps) == ["https://connect.surfconext.nl", "https://idp.test:8443"]


@pytest.mark.parametrize(
    "given",
    [
        "x",
        "{}x",
        '"x"',
        json.dumps(GOOD),
        json.dumps([{**GOOD, "issuer": "http://idp.test"}]),
        json.dumps([{**GOOD, "issuer": "https://"}]),
        json.dumps([{**GOOD, "id": "Surf conext"}]),
        json.dumps([{**GOOD, "client_secret": ""}]),
        json.dumps([{**GOOD, "more": "x"}]),
        json.dumps([{key: value for key, value in GOOD.items() if key != "client_id"}]),
        json.dumps([GOOD, GOOD]),
        json.dumps([GOOD, {**GOOD, "id": "ander"}]),
    ],
)
def test_anything_else_is_refused(given):
    with pytest.raises(ImproperlyConfigured, match="OIDC_PROVIDERS"):
        oidc_apps(given)
