"""Telling the worker that there is work, without ever waiting for the queue or failing on it.

What has to be done stands in PostgreSQL before this is called; the clock finds it when nobody was woken.
Source: docs/mail.md, "Wakker maken".
"""

import logging
import threading
import time

from django.db import transaction

from industriecoalitie.celery import app

PATIENCE_S = 0.5
REST_AFTER_FAILURE_S = 5.0

logger = logging.getLogger(__name__)


def wake(task_name: str, *keys) -> None:
    """Ask the worker, once this transaction is committed, to run a task; a rolled back one asks nothing.

    ``keys`` are what the task takes: numbers or texts. It costs at most half a second and never raises: with the
    queue absent, dead or frozen the task waits for the clock. The task must find its work by itself and may run twice.
    """
    transaction.on_commit(lambda: _tell(task_name, keys), robust=True)


class _Waker:
    """At most one call to the queue at a time, and a rest after one that failed."""

    def __init__(self) -> None:
        self.line = threading.Lock()
        self.rest_until = 0.0

    def tell(self, task_name: str, keys: tuple) -> None:
        if time.monotonic() < self.rest_until:
            return
        # The library's own time limits add up (connecting, greeting, each try again): a thread has one limit for all.
        thread = threading.Thread(target=self._send, args=(task_name, keys), daemon=True, name="waking")
        thread.start()
        thread.join(PATIENCE_S)
        if thread.is_alive():
            self._rest("no answer")

    def _send(self, task_name: str, keys: tuple) -> None:
        if not self.line.acquire(timeout=PATIENCE_S):
            return
        try:
            app.send_task(task_name, args=keys, retry=False, expires=3600)
        except Exception as error:
            self._rest(type(error).__name__)
        finally:
            self.line.release()

    def _rest(self, why: str) -> None:
        self.rest_until = time.monotonic() + REST_AFTER_FAILURE_S
        logger.warning("the worker could not be woken (%s); the clock will find the work", why)


_waker = _Waker()


def _tell(task_name: str, keys: tuple) -> None:
    if app.conf.task_always_eager:
        # Without a worker the work is done here and now.
        app.autodiscover_tasks(force=True)
        app.autodiscover_tasks(related_name="jobs", force=True)
        app.tasks[task_name].apply(args=keys)
    else:
        _waker.tell(task_name, keys)
