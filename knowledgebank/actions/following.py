"""What teams follow: chosen and let go by the team itself."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from knowledgebank.models import Interest
from regions.models import Region

MOST_INTERESTS = 60


def follow(team: Region, interest: Interest, *, by: Actor) -> tuple[Interest, bool]:
    """Let a team follow what an unsaved interest names; return it as it is stored, and whether it is new.

    Raises:
        ValidationError: it names nothing or more than one thing, or the team follows very much already.
    """
    with change_set(by, "interest.added"):
        # Two clicks at once are one interest, and the count holds.
        Region.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
        interest.region, interest.created_by = team, by.user
        own = Interest.objects.filter(region=team)
        named = {name: getattr(interest, name) for name in ("concept", "about", "kind")}
        stored = own.filter(**named).first()
        if stored is not None:
            return stored, False
        if own.count() >= MOST_INTERESTS:
            raise ValidationError(_("Jullie volgen al 60 onderwerpen. Haal er eerst een weg."))
        interest.full_clean()
        interest.save()
    return interest, True


def unfollow(interest: Interest, *, by: Actor) -> None:
    """Let a team follow this no longer; what was sent stays on the list of letters."""
    with change_set(by, "interest.removed"):
        interest.delete()
