"""Times finding organisations by name, and finding doubles among them, with 10,000 of them.

    bin/manage shell < benchmarks/organisations.py

Adds organisations in a transaction, measures, and takes everything back.
"""

import random
import statistics
import time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from industriecoalitie.accounts.models import User
from regions.models import Organisation
from regions.views.alike import possible_doubles
from regions.views.merging import _candidates, _known_apart

COUNT = 10_000
ROUNDS = 10


def names(count):
    """Return names as companies and schools have them: few kinds of word, many families and places."""
    chance = random.Random(7)  # noqa: S311 - the same names each time
    letters = "bcdfghjklmnprstvwz"
    families = [
        "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(3)) for _ in range(3_000)
    ]
    places = ["".join(chance.choice(letters) + chance.choice("aeio") for _ in range(4)) for _ in range(300)]
    kinds = [
        "Machinefabriek",
        "Installatiebedrijf",
        "Metaalbewerking",
        "Gemeente",
        "Bouwbedrijf",
        "Techniek",
        "ROC",
    ]
    for _ in range(count):
        yield f"{chance.choice(kinds)} {chance.choice(families).title()} {chance.choice(places).title()}"


def timed(what, work):
    work()
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        result = work()
        found.append((time.perf_counter() - began) * 1000)
    print(f"| {what} | {statistics.median(found):.0f} | {max(found):.0f} | {len(result)} |")


with transaction.atomic():
    kind = Organisation.objects.exclude(kind=None).first().kind
    Organisation.objects.bulk_create(
        Organisation(
            slug=f"meting-{number}", name=name, kind=kind, aliases=[f"Alias {number}"], visibility="public"
        )
        for number, name in enumerate(names(COUNT))
    )
    user = User.objects.get(email="landelijk@demo.test")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE regions_organisation")
    everything = set(Organisation.objects.editable_by(user).values_list("pk", flat=True))
    candidates = _candidates(user)
    print(f"{len(candidates)} organisations\n\n| what | p50 ms | most ms | found |\n|---|---:|---:|---:|")
    timed(
        "named, one word",
        lambda: list(Organisation.objects.visible_to(user).named("machine", reader=user)[:10]),
    )
    timed(
        "named, two words",
        lambda: list(Organisation.objects.visible_to(user).named("roc twente", reader=user)[:10]),
    )
    timed("reading all organisations to compare", lambda: _candidates(user))
    timed("comparing all", lambda: possible_doubles(_candidates(user), everything))
    mine = set(list(everything)[:200])
    timed("comparing 200 of mine with all", lambda: possible_doubles(_candidates(user), mine))
    with CaptureQueriesContext(connection) as queries:
        _candidates(user)
        _known_apart()
    print(f"\n{len(queries)} queries")
    transaction.set_rollback(True)
