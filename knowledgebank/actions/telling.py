"""Who hears of what happens to a practice."""

from collections.abc import Iterable

from industriecoalitie.accounts.models import User
from industriecoalitie.core.querysets import PeriodQuerySet
from industriecoalitie.notifications.outbox import write_letter
from knowledgebank.emails import Letter
from knowledgebank.models import LearningResource, Practice, Review
from regions.choices import Role
from regions.models import Membership, Region


def holders(*roles: str, region: Region | None = None) -> list[User]:
    """Return the people who hold one of the roles today and have an account that works; in a region when given."""
    rows = PeriodQuerySet.current(Membership.objects.filter(role__in=roles, user__is_active=True))
    if region is not None:
        rows = rows.filter(region=region)
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("pk"))


def curators() -> list[User]:
    """Return everybody who judges practices."""
    return holders(Role.CURATOR)


def team_of(record: Practice | LearningResource) -> list[User]:
    """Return who answers for a record: the leads of the region that keeps it, else the national team."""
    if record.owner_id is None:
        return holders(Role.NATIONAL)
    return holders(Role.LEAD, region=record.owner)


def team_of_round(review: Review) -> list[User]:
    """Return who answers for the practice, and who handed it in when that person may still see it."""
    people = {user.pk: user for user in team_of(review.practice)}
    sender = review.submitted_by
    if sender is not None and Practice.objects.visible_to(sender).filter(pk=review.practice_id).exists():
        people[sender.pk] = sender
    return list(people.values())


def tell(people: Iterable[User], about: str, letter: Letter) -> None:
    """Put a letter for each person in the outbox; ``about`` says what for, and is told to a person once."""
    subject, text = letter
    for person in people:
        write_letter(f"{about}:{person.pk}", person.email, subject, text)
