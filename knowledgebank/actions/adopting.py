"""Telling who keeps a practice that another region builds on it."""

from industriecoalitie.core.choices import Visibility
from knowledgebank import emails
from knowledgebank.models import Adoption

from .telling import team_of, tell


def tell_owners(adoption: Adoption, before: Adoption | None) -> None:
    """Write to the team of the practice when others may read of an adoption for the first time, or its state is another.

    ``before`` is the adoption as it was stored, None when it is new. Call it in the transaction that saves.
    """
    if adoption.hidden_at is not None or adoption.visibility == Visibility.CONCEPT:
        return
    was_open = before is not None and before.visibility != Visibility.CONCEPT
    if was_open and before.state == adoption.state:
        return
    letter = emails.adopted(adoption, is_new=not was_open)
    # The version tells one change of state from the next; the outbox takes each key once.
    tell(team_of(adoption.practice), f"adoption:{adoption.uuid}:{adoption.version}", letter)
