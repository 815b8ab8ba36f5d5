"""Make a token for a partner system, and print it this once."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.tokens.actions import make_token
from industriecoalitie.tokens.choices import Scope
from industriecoalitie.tokens.models import MOST
from industriecoalitie.tokens.rights import regions_open_to, scopes_open_to
from regions.models import Region


class Command(BaseCommand):
    help = "Maak een sleutel voor een ander systeem. Hij komt één keer op het scherm en is daarna niet meer op te vragen."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="welk systeem de sleutel gebruikt")
        parser.add_argument(
            "--scopes", required=True, help=f"met komma’s ertussen: {', '.join(Scope.values)}"
        )
        parser.add_argument(
            "--region", action="append", default=[], help="bind hem aan een regio (slug); mag vaker"
        )
        parser.add_argument("--days", type=int, default=MOST.days, help="hoe lang hij geldig is, hooguit 365")
        parser.add_argument(
            "--owner",
            help="e-mailadres van de eigenaar; anders de oudste beheerder met een account dat aan staat",
        )

    def handle(self, *, name, scopes, region, days, owner, **options):
        person = owner_of(owner)
        wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
        check_scopes(person, wanted)
        if not 1 <= days <= MOST.days:
            raise CommandError(f"--days moet tussen 1 en {MOST.days} liggen.")
        try:
            _token, text = make_token(
                person,
                name,
                wanted,
                by=Actor(door="command"),
                regions=regions_of(person, region),
                days=days,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(text)


def owner_of(email: str | None) -> User:
    """Return the person with this address, or the oldest active administrator.

    Raises:
        CommandError: there is none.
    """
    active = User.objects.filter(is_active=True)
    if email:
        person = active.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"Er is geen account dat aan staat met het adres {email}.")
        return person
    person = active.filter(is_superuser=True).order_by("date_joined", "pk").first()
    if person is None:
        raise CommandError(
            "Een sleutel heeft een eigenaar, en er is nog geen beheerder. Maak die eerst met manage.py createsuperuser, "
            "of noem iemand met --owner."
        )
    return person


def check_scopes(person: User, wanted: list[str]) -> None:
    """Refuse scopes that there are not, or that the owner could not use.

    Raises:
        CommandError: with all of them.
    """
    if not wanted:
        raise CommandError(f"Kies met --scopes uit: {', '.join(Scope.values)}.")
    if unknown := [scope for scope in wanted if scope not in Scope.values]:
        raise CommandError(f"Onbekend: {', '.join(unknown)}. Kies uit: {', '.join(Scope.values)}.")
    if refused := [scope for scope in wanted if scope not in scopes_open_to(person)]:
        raise CommandError(f"De eigenaar mag dit niet: {', '.join(refused)}.")


def regions_of(person: User, slugs: list[str]) -> list[Region]:
    """Return the regions with these slugs, among those the owner may bind a token to.

    Raises:
        CommandError: there is no such region.
    """
    found = list(regions_open_to(person).filter(slug__in=slugs))
    if missing := sorted(set(slugs) - {region.slug for region in found}):
        raise CommandError(f"Geen regio van deze eigenaar: {', '.join(missing)}.")
    return found
