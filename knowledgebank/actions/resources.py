"""What happens to teaching materials besides editing them: fetched, and used by other regions."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from knowledgebank import emails
from knowledgebank.models import DownloadCount, LearningResource, ResourceVersion, Reuse
from regions.models import Region

from .telling import team_of, tell

# One statement: of two who fetch at once, neither is lost.
COUNT_ONE = (
    f"INSERT INTO {DownloadCount._meta.db_table} AS stored (version_id, day, count) VALUES (%s, %s, 1)"  # noqa: S608
    " ON CONFLICT (version_id, day) DO UPDATE SET count = stored.count + 1"
)


def count_download(version: ResourceVersion) -> None:
    """Count that a version was fetched once more today; by whom is not kept."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE, [version.pk, timezone.localdate()])


def reuse(resource: LearningResource, region: Region, *, note: str, by: Actor) -> Reuse:
    """Note that a region uses a material, and what for; tell its team the first time. A second time changes the note.

    Raises:
        ValidationError: the region keeps it itself, nobody may use it, or the note is too long.
    """
    if resource.owner_id == region.pk:
        raise ValidationError(_("Dit leermiddel is van jullie zelf."))
    if not resource.is_shared:
        raise ValidationError(_("Dit leermiddel is nog niet gedeeld: de licentie is niet bekend."))
    with change_set(by, "reuse.added"):
        # Two of one team who press at once are one.
        Region.objects.select_for_update(of=("self",), no_key=True).get(pk=region.pk)
        found = Reuse.objects.filter(resource=resource, region=region).first()
        is_new = found is None
        found = found or Reuse(resource=resource, region=region, created_by=by.user)
        found.note = note
        found.full_clean()
        found.save()
        if is_new:
            tell(team_of(resource), f"reuse:{resource.uuid}:{region.uuid}", emails.reused(found))
    return found


def end_reuse(found: Reuse, *, by: Actor) -> None:
    """Take back that a region uses a material."""
    with change_set(by, "reuse.removed"):
        found.delete()
