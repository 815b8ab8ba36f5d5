"""bin/run: brings the whole portal up, watches it, and takes it down again."""

import argparse
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from industriecoalitie.processes import PROCESSES, command
from ops import assets, children, data, ready, servers
from ops.paths import VENV, state_dir
from ops.progress import LaunchError, Steps, say

PATIENCE = 90.0
LAST_LINES = 25
DEMO_PASSWORD = "demo-industriecoalitie"  # noqa: S105 - printed for everyone to see
DEMO_ACCOUNTS = (
    ("beheerder@demo.test           ", "administrator / beheerder"),
    ("redactie@demo.test            ", "curator / redactie"),
    ("landelijk@demo.test           ", "national team / landelijk team"),
    ("partner@demo.test             ", "contact of one partnership / contactpersoon van één samenwerking"),
    ("kartrekker.<regio>@demo.test  ", "regional lead, per region / kartrekker, per regio"),
    ("teamlid.<regio>@demo.test     ", "team member, per region / teamlid, per regio"),
)


class Stopped(BaseException):
    """Someone asked the portal to stop; a BaseException, so that no ``except Exception`` swallows it."""


def main(arguments: list[str]) -> int:
    """Run the portal until it is told to stop (0) or one of its processes ends by itself (1)."""
    options = _parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    began = time.monotonic()
    try:
        with ExitStack() as stack:
            return _run(stack, options, began)
    except Stopped:
        say("Stopped: every process that this command started has ended.")
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/run", description="Start the whole portal on this machine.")
    parser.add_argument(
        "--demo", action="store_true", help="make the demo accounts also on a database of your own"
    )
    return parser


def _stop(number: int, frame: FrameType | None) -> None:
    # A second signal must not break off the orderly end.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def _run(stack: ExitStack, options: argparse.Namespace, began: float) -> int:
    host, port = os.environ.get("HOST") or "127.0.0.1", _port()
    embedded = "DATABASE_URL" in servers.wanted()
    demo = embedded or options.demo
    state = servers.State(state_dir())
    steps = Steps(8)
    servers.take_ownership(state)
    _demand_free(host, port)
    addresses = stack.enter_context(servers.own(state, steps))
    env = servers.environment(state, addresses)
    env.setdefault("BASE_URL", f"http://localhost:{port}")
    if demo:
        env["DEMO"] = "1"
    with steps.step("Fonts and map") as notes:
        notes.append("made" if assets.build(env) else "unchanged")
    data.prepare(state.folder, env, steps, embedded=embedded, demo=demo)
    with steps.step("Static files") as notes:
        notes.append("gathered" if assets.collect(env) else "unchanged")
    with steps.step("Web, worker and scheduler"):
        portal = _start(stack, state, env, f"{host}:{port}")
        _await_ready(portal, state.folder / "logs", host, port)
    _greet(env["BASE_URL"], state.folder, time.monotonic() - began, demo=demo)
    return _watch(portal, state.folder / "logs")


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LaunchError(f"PORT must be a number from 1 to 65535, not {text!r}")
    return int(text)


def _demand_free(host: str, port: int) -> None:
    """Say at once, before any work, that the port is taken."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            raise LaunchError(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another PORT"
            ) from None


def _start(
    stack: ExitStack, state: servers.State, env: Mapping[str, str], bind: str
) -> dict[str, subprocess.Popen[bytes]]:
    """Start the portal's processes; they end together, before the servers, when the stack closes."""
    logs = state.folder / "logs"
    logs.mkdir(exist_ok=True)
    environment = {**env, "PATH": f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"}
    portal: dict[str, subprocess.Popen[bytes]] = {}
    stack.callback(_end, portal)
    for name in PROCESSES:
        with (logs / f"{name}.log").open("wb") as log:
            line = command(name, bind=bind, state=str(state.folder))
            portal[name] = children.start(line, log=log, env=environment, cwd=VENV.parent)
    return portal


def _end(portal: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Ask all processes at once to end, then wait for each."""
    for process in portal.values():
        process.terminate()
    for process in portal.values():
        children.end(process)


def _await_ready(portal: Mapping[str, subprocess.Popen[bytes]], logs: Path, host: str, port: int) -> None:
    """Wait until the portal says that it is ready for visitors."""
    near = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - where it is asked, not bound
    until = time.monotonic() + PATIENCE
    answer: str | None = "no answer"
    while time.monotonic() < until:
        if ended := _ended(portal):
            raise LaunchError(_last_words(ended, portal[ended], logs))
        answer = ready.why_not(f"{near}:{port}")
        if answer is None:
            return
        time.sleep(0.05)
    raise LaunchError(f"the portal was not ready within {PATIENCE:.0f} s ({answer}); see {logs}")


def _ended(portal: Mapping[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, process in portal.items() if process.poll() is not None), None)


def _last_words(name: str, process: subprocess.Popen[bytes], logs: Path) -> str:
    lines = (logs / f"{name}.log").read_text(errors="replace").splitlines()[-LAST_LINES:]
    return f"{name} ended by itself with code {process.returncode}; its last lines:\n" + "\n".join(lines)


def _watch(portal: Mapping[str, subprocess.Popen[bytes]], logs: Path) -> int:
    """Stay until a process ends by itself; then all have to end."""
    while (name := _ended(portal)) is None:
        time.sleep(0.5)
    raise LaunchError(_last_words(name, portal[name], logs))


def _greet(address: str, folder: Path, seconds: float, *, demo: bool) -> None:
    """Tell where the portal is, and with which accounts one can look around."""
    lines = [
        "",
        f"  Industriecoalitie is ready / staat klaar ({seconds:.1f} s):",
        "",
        f"      {address}/",
        "",
    ]
    if demo:
        lines += ["  Demo accounts / demo-accounts:", ""]
        lines += [f"      {name}  {role}" for name, role in DEMO_ACCOUNTS]
        lines += ["", f"      password / wachtwoord: {DEMO_PASSWORD}", ""]
    lines += [f"  Data and logs / gegevens en logboeken: {folder}", "  Stop / stoppen: Ctrl-C", ""]
    say("\n".join(lines))
