"""Who may come to the curation desk, and which round or practice is asked for."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from industriecoalitie.access.predicates import holds_role
from knowledgebank.models import Practice, Review
from knowledgebank.querysets import is_curator
from regions.choices import Role


def demand_reader(user) -> None:
    """Refuse who is neither a curator nor in the national team.

    Raises:
        PermissionDenied: the person may not read how practices are judged.
    """
    if not (is_curator(user) or holds_role(user, Role.NATIONAL)):
        raise PermissionDenied


def demand_curator(user) -> None:
    """Refuse who is no curator.

    Raises:
        PermissionDenied: the person does not judge practices.
    """
    if not is_curator(user):
        raise PermissionDenied


def round_of(uuid) -> Review:
    """Return a round with its practice, for who may come to the desk; also of a change that was published and so hidden.

    Raises:
        Http404: there is none, or its practice was taken away.
    """
    rows = Review.objects.for_list().select_related(
        "practice__partnership", "practice__programme", "practice__place", "decided_by"
    )
    found = rows.filter(uuid=uuid).first()
    if found is None or (found.practice.hidden_at and found.practice.state != "merged"):
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))
    return found


def practice_of(user, slug: str) -> Practice:
    """Return a practice in any state, not a draft that stands beside one.

    Raises:
        Http404: there is none, or it was taken away.
    """
    rows = Practice.objects.visible_to(user).originals().select_related("region", "owner", "partnership")
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))
    return found
