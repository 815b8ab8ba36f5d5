"""The database's contents at a start: schema, initial data and what a demonstration needs, done again only after a change."""

from collections.abc import Mapping
from pathlib import Path

from ops.assets import manage
from ops.environment import requirements_mark
from ops.paths import ROOT
from ops.progress import LaunchError, Steps
from ops.stamps import fingerprint, holds, press

# After these the stamps say nothing any more.
CHANGING = {"migrate", "flush", "sqlflush", "loaddata", "restore", "dbshell", "shell", "load_initial_data"}
KINDS = {".py", ".yaml", ".yml", ".json", ".csv"}
APPS = ("industriecoalitie", "regions", "partnerships", "programmes", "knowledgebank")


def _stamp(folder: Path) -> Path:
    return folder / "data.stamp"


def forget_if_changed(folder: Path, arguments: list[str]) -> None:
    """Make the next start look at everything again when this command may change it."""
    if arguments and arguments[0] in CHANGING:
        _stamp(folder).unlink(missing_ok=True)


def prepare(folder: Path, env: Mapping[str, str], steps: Steps, *, embedded: bool, demo: bool) -> None:
    """Bring the database up to date: migrations, cache table, initial data, and if asked demo accounts with work to try.

    All is skipped when neither code nor data nor database changed since the last start.
    """
    sources = [path for app in APPS for path in (ROOT / app).rglob("*") if path.suffix in KINDS]
    database = "embedded" if embedded else env["DATABASE_URL"]
    value = fingerprint(sources, requirements_mark(), f"demo={demo}", database)
    fresh = not (holds(_stamp(folder), value) and (embedded or _has_schema(env)))
    for title, runs in commands(demo=demo).items():
        with steps.step(title) as notes:
            if not runs:
                notes.append("not asked for (--demo)")
            elif not fresh:
                notes.append("unchanged")
            else:
                for run in runs:
                    manage(env, *run)
    if fresh:
        press(_stamp(folder), value)


def commands(*, demo: bool) -> dict[str, list[list[str]]]:
    """Return the commands of each step; what a demonstration needs only when it is one."""
    return {
        "Database schema": [["migrate", "--noinput", "--verbosity", "0"], ["createcachetable"]],
        "Initial data": [["load_initial_data"]],
        "Demo accounts": [["create_demo_accounts"], ["create_demo_work"]] if demo else [],
    }


def _has_schema(env: Mapping[str, str]) -> bool:
    """Ask a server of one's own, because others can empty it."""
    try:
        manage(env, "migrate", "--check", "--skip-checks")
    except LaunchError:
        return False
    return True
