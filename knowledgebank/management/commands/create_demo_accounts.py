"""Adds the accounts to try the portal with."""

from django.core.management.base import BaseCommand
from django.db import transaction

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from partnerships.actions import add_contact
from partnerships.models import Partnership
from regions.actions import DEMO_DOMAIN, create_demo_accounts

PASSWORD = "demo-industriecoalitie"  # noqa: S105 - known to everyone who reads docs/configuration.md
PARTNERSHIP = "jc-electronics-bedrijfsschool"


class Command(BaseCommand):
    help = "Adds the demo accounts that are missing and prints them; never for a portal with real people."

    @transaction.atomic
    def handle(self, *args, **options):
        by = Actor(door="command")
        added = create_demo_accounts(PASSWORD, by=by)
        self._add_contact(by)
        width = max(len(account.email) for account in added)
        for account, is_new in added.items():
            self.stdout.write(f"{account.email:{width}}  {account.name}{'' if is_new else ' (bestond al)'}")
        self.stdout.write(f"{sum(added.values())} nieuw; wachtwoord: {PASSWORD}")

    def _add_contact(self, by: Actor) -> None:
        """Make the demo partner a contact of one partnership, when that is loaded and it is not yet."""
        user = User.objects.get(email=f"partner@{DEMO_DOMAIN}")
        partnership = Partnership.objects.filter(slug=PARTNERSHIP).first()
        if partnership and not user.partnership_contacts.exists():
            add_contact(partnership, user, by=by)
