"""The settings in the code, in the documentation, in .env.example and in docker-compose.yml are the same."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from industriecoalitie.processes import PROCESSES, command
from ops.check import production
from ops.paths import ROOT

# Read by others than the settings: our launcher, Django and gunicorn themselves, and the composition.
ELSEWHERE = {"HOST", "PORT", "CHROMIUM", "DJANGO_SETTINGS_MODULE", "WEB_CONCURRENCY", "POSTGRES_PASSWORD"}
# What the official PostgreSQL image reads.
POSTGRES_IMAGE = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


def names_read_by(folder: Path) -> set[str]:
    """Return the environment names that the code in a folder asks for by a literal."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="env"), args=[ast.Constant(value=str(name)), *_]):
                    found.add(name)
                case ast.Call(
                    func=ast.Attribute(attr="get" | "setdefault", value=ast.Attribute(attr="environ")),
                    args=[ast.Constant(value=str(name)), *_],
                ):
                    found.add(name)
                case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name))):
                    found.add(name)
    return found


def names_in_example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    pairs = (re.fullmatch(r"#?([A-Z][A-Z_]+)=(.*)", line) for line in lines)
    return {pair[1]: pair[2] for pair in pairs if pair}


def names_documented() -> set[str]:
    text = (ROOT / "docs" / "configuration.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))


@pytest.fixture(scope="module")
def composition() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture
def services(composition) -> dict:
    return composition["services"]


def start_production(
    settings: dict[str, str], script: str = "import django; django.setup()"
) -> subprocess.CompletedProcess[str]:
    """Let production start with these settings and nothing of ours in the environment."""
    kept = {name: value for name, value in os.environ.items() if name not in names_documented()}
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**kept, "DATABASE_URL": "postgresql://none/none", **production(), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_setting_that_the_code_reads_is_documented_and_no_other():
    read = names_read_by(ROOT / "industriecoalitie" / "settings")

    assert read | ELSEWHERE == names_documented()


def test_the_example_names_every_setting_of_the_composition():
    # These belong to the commands in bin/, which do not read the file.
    assert set(names_in_example()) == names_documented() - {"HOST", "CHROMIUM", "TEST_DATABASE_TEMPLATE"}


def test_only_the_settings_read_the_environment():
    read = set()
    for app in ("industriecoalitie", "regions", "partnerships", "programmes", "knowledgebank"):
        read |= names_read_by(ROOT / app)

    # Which settings to read cannot itself be one of them.
    assert read - names_read_by(ROOT / "industriecoalitie" / "settings") == {"DJANGO_SETTINGS_MODULE"}


def test_the_launcher_reads_only_documented_names():
    own = {"PATH"}

    assert names_read_by(ROOT / "ops") - own <= names_documented()


@pytest.mark.parametrize("name", sorted(PROCESSES))
def test_the_composition_runs_the_processes_of_bin_run(services, name):
    assert services[name]["command"] == command(name, bind="0.0.0.0:8000", state="/state")


def test_the_composition_has_no_other_services(services):
    assert set(services) == {*PROCESSES, "setup", "postgres", "redis"}


def test_the_composition_sets_only_known_names(services):
    known = names_read_by(ROOT / "industriecoalitie" / "settings") | ELSEWHERE
    given = set()
    for name in (*PROCESSES, "setup"):
        given |= set(services[name]["environment"])

    assert given <= known
    assert set(services["postgres"]["environment"]) == POSTGRES_IMAGE
    assert services["web"]["environment"]["DJANGO_SETTINGS_MODULE"] == "industriecoalitie.settings.production"


def test_the_variables_of_the_composition_stand_in_the_example():
    text = (ROOT / "docker-compose.yml").read_text()

    used = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))

    assert used == {"POSTGRES_PASSWORD", "PORT"}
    assert used <= set(names_in_example())


def test_the_composition_uses_servers_that_the_portal_supports(services):
    postgres, redis = services["postgres"]["image"], services["redis"]["image"]

    assert re.fullmatch(r"postgres:(1[5-9])", postgres)
    assert re.fullmatch(r"redis:([6-8])", redis)
    # The embedded PostgreSQL has the same version, so that one behaves as the other.
    assert postgres == "postgres:18"


def test_the_queue_forgets_nothing(services):
    line = " ".join(services["redis"]["command"])

    assert "--appendonly yes" in line
    assert "--maxmemory-policy noeviction" in line


def test_every_service_has_a_health_check_and_every_volume_is_used(composition, services):
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}

    assert {name for name, service in services.items() if "healthcheck" not in service} == {"setup"}
    assert used == set(composition["volumes"])


def test_the_health_check_of_the_scheduler_tells_whether_the_queue_can_be_reached(services):
    _, python, *arguments = services["scheduler"]["healthcheck"]["test"]

    def checked(queue: str) -> int:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "industriecoalitie.settings.test", "REDIS_URL": queue}
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, check=False
        ).returncode

    assert python == "python"
    assert checked(os.environ["REDIS_URL"]) == 0
    assert checked("redis://127.0.0.1:1/0") == 1


def test_the_image_runs_the_web_server_of_the_list():
    text = (ROOT / "Dockerfile").read_text()
    line = re.search(r"^CMD \[(.+)\]$", text, re.MULTILINE)

    assert line is not None
    assert re.search(r"^FROM python:3\.1[1-4]-slim$", text, re.MULTILINE)
    assert re.search(r"^USER portal$", text, re.MULTILINE)
    assert set(re.findall(r'"([^"]+)"', line[1])) <= set(command("web"))


def test_production_starts_with_secrets_of_ones_own():
    done = start_production({})

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"SECRET_KEY": "change-me"}, "SECRET_KEY must be a secret"),
        ({"SECRET_KEY": "only-for-development-" + "x" * 40}, "SECRET_KEY must be a secret"),
        ({"TOKEN_PEPPER": "short"}, "TOKEN_PEPPER must be a secret"),
        ({"TOKEN_PEPPER": ""}, "TOKEN_PEPPER must be a secret"),
        ({"TOKEN_PEPPER": "only-for-development-" + "x" * 40}, "TOKEN_PEPPER must be a secret"),
        ({"TOKEN_PEPPERS": "short"}, "TOKEN_PEPPERS must be a secret"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS may not contain"),
        ({"BASE_URL": "http://portal.example"}, "BASE_URL must begin with https"),
        ({"WEBHOOKS_ALLOW_LOCAL": "1"}, "WEBHOOKS_ALLOW_LOCAL is for development"),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL must look like"),
        ({"MFA_KEYS": "kort"}, "MFA_KEYS must be a secret"),
        ({"MFA_KEYS": "x" * 40 + ",change-me"}, "MFA_KEYS must be a secret"),
        ({"OIDC_PROVIDERS": "surfconext"}, "OIDC_PROVIDERS must look like"),
    ],
)
def test_production_refuses_a_dangerous_setting(settings, reason):
    done = start_production(settings)

    assert done.returncode != 0
    assert reason in done.stderr


def test_production_asks_a_second_step_even_with_demo_accounts():
    script = (
        "import django; django.setup()\nfrom django.conf import settings as s\n"
        "print(s.SECOND_STEP_REQUIRED, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:])"
    )
    provider = {
        "id": "x", "name": "X", "issuer": "https://idp.test/realm", "client_id": "x", "client_secret": "x",
    }  # fmt: skip

    done = start_production({"DEMO": "1", "OIDC_PROVIDERS": json.dumps([provider])}, script)

    assert done.stdout.strip() == "True ['https://idp.test']", done.stderr


def test_the_example_as_it_stands_does_not_start_production():
    done = start_production(
        {name: value for name, value in names_in_example().items() if value == "change-me"}
    )

    assert done.returncode != 0
    assert "SECRET_KEY must be a secret" in done.stderr
