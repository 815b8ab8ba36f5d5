"""A PostgreSQL cluster with the migrated schema, made once per set of migrations and copied for every test run."""

import os
import shutil
import subprocess
from pathlib import Path

from ops.account import account, open_way_to
from ops.assets import manage
from ops.embedded import DATABASE, Postgres
from ops.environment import requirements_mark
from ops.paths import ROOT
from ops.progress import Steps
from ops.stamps import alone_in_checkout, fingerprint, holds, press

APPS = ("industriecoalitie", "regions", "partnerships", "programmes", "knowledgebank")
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "industriecoalitie.settings.test",
    "TEST_DATABASE_TEMPLATE": DATABASE,
}


def copy_to(folder: Path) -> None:
    """Fill a folder for :class:`Postgres` with a migrated cluster; make that first when migrations changed."""
    with alone_in_checkout():
        made = _made()
        folder.parent.mkdir(parents=True, exist_ok=True)
        # With owners and times; the account of the servers owns the files.
        subprocess.run(["cp", "-a", "--reflink=auto", str(made), str(folder)], check=True)


def _made() -> Path:
    # Root's servers run under another account, so that each user has an own copy.
    home = ROOT / ".local" / f"test-template-{os.geteuid()}"
    cluster = home / "postgresql"
    sources = [path for app in APPS for path in (ROOT / app).rglob("migrations/*.py")]
    value = fingerprint([*sources, ROOT / "industriecoalitie" / "history"], requirements_mark())
    if holds(home / ".stamp", value):
        return cluster
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    if account():
        open_way_to(cluster)
    server = Postgres(cluster, throw_away=True)
    with Steps(1, quiet=True).step("Database schema for the tests"):
        server.start()
        try:
            env = {**os.environ, **ENVIRONMENT, "DATABASE_URL": server.url, "STATE_DIR": str(home)}
            manage(env, "migrate", "--noinput", "--skip-checks", "--verbosity", "0")
        finally:
            server.stop()
    press(home / ".stamp", value)
    return cluster
