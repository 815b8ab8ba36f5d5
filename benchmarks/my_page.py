"""Times the queries of the own page of a kartrekker whose region keeps 5,000 partnerships.

    DATABASE_URL=… .venv/bin/python benchmarks/my_page.py [number of partnerships]

Makes the rows in a transaction on a database with the initial data, and takes them away again. Prints, for every
query, its best time in milliseconds, and the sum of them.
"""

import datetime
import os
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "industriecoalitie.settings.development")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from industriecoalitie.concepts.models import Concept  # noqa: E402
from industriecoalitie.home import work  # noqa: E402
from partnerships.models import Milestone, Partner, Partnership, Target  # noqa: E402
from regions.models import Membership, Organisation, Region  # noqa: E402

# The best of many: the machine may do other work besides.
ROUNDS = 25


def make_rows(region: Region, number: int) -> None:
    """Add partnerships of which a part lacks government, targets or moments, with three partners each."""
    form = Concept.objects.filter(scheme="partnership-form").first()
    organisations = list(Organisation.objects.filter(hidden_at=None).order_by("pk"))
    made = Partnership.objects.bulk_create(
        Partnership(
            slug=f"meting-{each}", name=f"Meting {each:05}", form=form, owner=region, region=region,
            visibility="public" if each % 4 else "concept", summary="Samen werken aan vakmanschap. " * 5,
        )
        for each in range(number)
    )  # fmt: skip
    today = timezone.localdate()
    Partner.objects.bulk_create(
        Partner(
            partnership=each, organisation=organisations[(at * 7 + step) % len(organisations)], order=step
        )
        for at, each in enumerate(made)
        for step in range(at % 4)
    )
    Target.objects.bulk_create(
        Target(partnership=each, name="Meer vakmensen", value=at, due_on=today.replace(month=1, day=1))
        for at, each in enumerate(made)
        if at % 2
    )
    Milestone.objects.bulk_create(
        Milestone(partnership=each, title="Stap", due_on=today + datetime.timedelta(days=at % 400 - 200))
        for at, each in enumerate(made)
        if at % 3
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(ask) -> list[tuple[str, float]]:
    """Return the statements of one run with the milliseconds that the database took."""
    found: list[tuple[str, float]] = []

    def measure(execute, sql, params, many, context):
        began = time.perf_counter()
        result = execute(sql, params, many, context)
        found.append((sql, (time.perf_counter() - began) * 1000))
        return result

    with connection.execute_wrapper(measure):
        ask()
    return found


def shown(title: str, ask) -> None:
    runs = [timed(ask) for _ in range(ROUNDS)]
    best = [(sql, min(run[at][1] for run in runs)) for at, (sql, _took) in enumerate(runs[0])]
    print(f"\n{title}: {len(best)} queries, {sum(took for _sql, took in best):.0f} ms")
    for sql, took in best:
        print(f"{took:8.1f} ms  {sql[:110]!r}")


def scope_again(user) -> work.Scope:
    """Return the work of a person whose roles were not read yet, as at the beginning of a request."""
    return work.scope_of(get_user_model().objects.get(pk=user.pk))


def page_of(user) -> None:
    scope = scope_again(user)
    work.sections_of(scope)
    work.counts_of(scope)
    form = work.task_form_of(scope)
    str(form["assignee"]) if form else None


def main(number: int) -> None:
    with transaction.atomic():
        membership = (
            Membership.objects.filter(role="lead", region__slug="twente")
            .select_related("user", "region")
            .first()
        )
        make_rows(membership.region, number)
        shown("/mijn/", lambda: page_of(membership.user))
        for key in work.PAGED:
            shown(f"/mijn/{key}/", lambda key=key: work.section_page(key, scope_again(membership.user), "1"))
        transaction.set_rollback(True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
