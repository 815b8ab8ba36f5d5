"""The account that the embedded servers run under: PostgreSQL refuses to run as root."""

import os
import pwd
import stat
from pathlib import Path

from ops.paths import ROOT
from ops.progress import LaunchError, say

NAME = "nobody"


def account() -> dict[str, int]:
    """Return the user and group for a child process; empty when the present user will do."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        raise LaunchError(
            f"root needs the account {NAME!r} to run PostgreSQL; start as an ordinary user instead"
        ) from None
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def own_folder(path: Path) -> Path:
    """Make a folder that only the servers' account can use; return it."""
    path.mkdir(parents=True, exist_ok=True)
    who = account()
    if who:
        os.chown(path, who["user"], who["group"])
    elif path.stat().st_uid != os.geteuid():
        raise LaunchError(f"{path} belongs to another user; choose another STATE_DIR or remove it")
    path.chmod(0o700)
    return path


def open_way_to(*paths: Path) -> None:
    """Let the servers' account pass through the folders above these paths (pass, not list)."""
    if not account():
        return
    for path in paths:
        for folder in path.resolve().parents:
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                if not folder.is_relative_to(ROOT):
                    say(f"      chmod o+x {folder} (so that account {NAME} reaches {path.name})")
                folder.chmod(mode | stat.S_IXOTH)


def make_readable(tree: Path) -> None:
    """Let the servers' account read and run our own installed binaries, whatever the umask was."""
    if not account():
        return
    for folder, _, files in os.walk(tree):
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            mode = path.stat().st_mode
            wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
            if wanted != mode:
                path.chmod(wanted)
