"""The two commands that fill a portal, over the initial data."""

from io import StringIO

from django.core.management import call_command
from django.db import connection

from industriecoalitie.accounts.models import User
from industriecoalitie.loading.models import LoadStamp
from partnerships.models import PartnershipContact


def output_of(*arguments: str) -> list[str]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def rows_written() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0] or 0)


def test_load_initial_data_again_writes_nothing_and_says_so():
    before = rows_written()

    lines = output_of("load_initial_data")

    assert rows_written() == before
    assert "samenwerkingen: 70 (0 nieuw, 0 gewijzigd)" in lines
    assert "organisaties: 180 (0 nieuw, 0 gewijzigd)" in lines
    assert lines[-1].startswith("0 nieuw, 0 gewijzigd")


def test_load_initial_data_compared_row_by_row_changes_nothing():
    LoadStamp.objects.update(fingerprint="")
    before = rows_written()

    lines = output_of("load_initial_data")

    assert rows_written() == before + 1
    assert lines[-1] == "0 nieuw, 0 gewijzigd"


def test_create_demo_accounts_makes_two_for_every_region_with_a_koploper():
    lines = output_of("create_demo_accounts")

    emails = set(User.objects.values_list("email", flat=True))
    regions = {
        "brainport", "koploperregio-technova", "limburg", "mra", "noord-nederland", "regio-zwolle", "twente",
        "zuid-holland",
    }  # fmt: skip
    national = {f"{name}@demo.test" for name in ("beheerder", "redactie", "landelijk", "partner")}
    assert emails == national | {
        f"{role}.{slug}@demo.test" for role in ("kartrekker", "teamlid") for slug in regions
    }
    assert lines[-1] == "20 nieuw; wachtwoord: demo-industriecoalitie"
    contact = PartnershipContact.objects.get(user__email="partner@demo.test")
    assert contact.partnership.slug == "jc-electronics-bedrijfsschool"


def test_create_demo_accounts_again_writes_nothing():
    output_of("create_demo_accounts")
    before = rows_written()

    lines = output_of("create_demo_accounts")

    assert rows_written() == before
    assert lines[-1].startswith("0 nieuw")
