"""The processes of the portal and their command lines: the one list behind bin/run and docker-compose.yml.

Imports nothing of the portal, so that a launcher can read it before anything is installed. How many
web processes gunicorn starts is its own variable WEB_CONCURRENCY.
"""

WEB = (
    "gunicorn",
    "industriecoalitie.wsgi:application",
    *("--bind", "{bind}"),
    *("--worker-class", "gthread", "--threads", "8"),
    *("--timeout", "60", "--graceful-timeout", "20", "--keep-alive", "5"),
    *("--max-requests", "5000", "--max-requests-jitter", "500"),
    # Otherwise gunicorn opens a socket in the home folder of whoever runs it.
    "--no-control-socket",
)
WORKER = (
    "celery",
    *("--app", "industriecoalitie"),
    "worker",
    *("--pool", "threads", "--concurrency", "4"),
    *("--hostname", "worker@%h"),
    # One worker needs no other workers' gossip, and starts a second sooner.
    *("--without-gossip", "--without-mingle"),
    *("--loglevel", "INFO"),
)
SCHEDULER = (
    "celery",
    *("--app", "industriecoalitie"),
    "beat",
    *("--schedule", "{state}/schedule"),
    # No pid file: the process belongs to who started it.
    *("--pidfile", ""),
    *("--loglevel", "INFO"),
)
PROCESSES = {"web": WEB, "worker": WORKER, "scheduler": SCHEDULER}


def command(name: str, *, bind: str = "0.0.0.0:8000", state: str = "/state") -> list[str]:
    """Return a process's command line.

    :param name: ``web``, ``worker`` or ``scheduler``.
    :param bind: address and port of the web server.
    :param state: folder where the scheduler keeps what it did last.
    :raises KeyError: for another name.
    """
    return [part.replace("{bind}", bind).replace("{state}", state) for part in PROCESSES[name]]
