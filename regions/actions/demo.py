"""The accounts of a demonstration, and the roles they hold."""

from dataclasses import dataclass

import pghistory
from django.contrib.auth.hashers import make_password
from django.db import transaction

from industriecoalitie.accounts.actions import add_account
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from regions.choices import Role
from regions.models import Membership, Region

DEMO_DOMAIN = "demo.test"


@dataclass(frozen=True)
class DemoAccount:
    """An account to try the portal with; ``role`` is empty for an administrator and for a partner."""

    email: str
    name: str
    role: str = ""
    region: Region | None = None
    is_admin: bool = False


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts that a demonstration needs: four for the country, two per region with a koploper."""
    accounts = [
        DemoAccount(f"beheerder@{DEMO_DOMAIN}", "Beheerder", is_admin=True),
        DemoAccount(f"redactie@{DEMO_DOMAIN}", "Redacteur", Role.CURATOR),
        DemoAccount(f"landelijk@{DEMO_DOMAIN}", "Landelijk team", Role.NATIONAL),
        DemoAccount(f"partner@{DEMO_DOMAIN}", "Contactpersoon van een partner"),
    ]
    for region in (
        Region.objects.filter(frontrunners__isnull=False, hidden_at=None).distinct().order_by("slug")
    ):
        accounts += [
            DemoAccount(f"kartrekker.{region.slug}@{DEMO_DOMAIN}", f"Kartrekker {region}", Role.LEAD, region),
            DemoAccount(f"teamlid.{region.slug}@{DEMO_DOMAIN}", f"Teamlid {region}", Role.MEMBER, region),
        ]
    return accounts


def create_demo_accounts(password: str, *, by: Actor) -> dict[DemoAccount, bool]:
    """Add the demo accounts that are not there yet, each with its role; return which were added.

    An account that exists is left as it is, its password and its roles too.
    """
    encoded = make_password(password)  # once: it is meant to be slow
    added = {}
    with transaction.atomic():
        existing = set(User.objects.values_list("email", flat=True))
        for account in demo_accounts():
            added[account] = account.email not in existing
            if added[account]:
                _add_demo_account(account, encoded, by)
    return added


def _add_demo_account(account: DemoAccount, encoded: str, by: Actor) -> None:
    user = add_account(account.email, by=by, name=account.name, password=encoded, is_admin=account.is_admin)
    if account.role:
        add_membership(user, account.role, account.region, by=by)


def add_membership(user: User, role: str, region: Region | None, *, by: Actor) -> Membership:
    """Give a person a role, from now on and without an end.

    Raises:
        ValidationError: a regional role without a region, or a national one with a region.
    """
    with transaction.atomic(), pghistory.context(**by.as_context(), event="membership.added"):
        membership = Membership(user=user, role=role, region=region)
        membership.full_clean()
        membership.save()
    return membership
