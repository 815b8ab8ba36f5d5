"""Where a practice is in the editorial work: what its team reads of that, and what each of them may do next."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from industriecoalitie.core.gathering import Kind
from knowledgebank.actions.reviewing import has_quote_without_consent
from knowledgebank.choices import HEADINGS, WRITING, PracticeKind, PracticeState
from knowledgebank.models import Practice, Remark, Review
from knowledgebank.querysets import is_curator
from regions.forms.owned import publishes_in
from regions.models import Owned


def is_kept_by(practice: Practice, user) -> bool:
    """Tell, without a query, what ``PracticeQuerySet.kept_by`` tells of all."""
    return Owned.is_editable_by(practice, user)


def may_begin_draft(user, practice: Practice) -> bool:
    """Tell whether ``user`` may begin a draft beside a practice: its team, and curators."""
    return user.is_authenticated and (is_curator(user) or is_kept_by(practice, user))


def may_submit(user, practice: Practice) -> bool:
    """Tell, without a query, what ``PracticeQuerySet.submittable_by`` tells of all."""
    return practice.state in WRITING and (is_curator(user) or publishes_in(user, practice.owner))


def may_withdraw(user, practice: Practice) -> bool:
    """Tell whether ``user`` may take back what was handed in: who leads the team."""
    return practice.state == PracticeState.IN_REVIEW and publishes_in(user, practice.owner)


def may_discard(user, practice: Practice) -> bool:
    """Tell whether ``user`` may throw a draft beside a published practice away: its team, while it writes."""
    return practice.draft_of_id is not None and practice.state in WRITING and is_kept_by(practice, user)


# What a page needs to know of a person.
PERSON = ("name", "email")
OPEN_TO_READERS = (PracticeState.PUBLISHED, PracticeState.RETIRED)


def kinds_of(practice: Practice, user) -> dict[str, Kind]:
    """Return what has to be read for ``standing_of``, to be gathered with the rest of the page; nothing for a visitor."""
    if not user.is_authenticated:
        return {}
    if practice.state in OPEN_TO_READERS:
        beside = Practice.objects.visible_to(user).filter(draft_of=practice)
        return {"beside": Kind(beside.exclude(state=PracticeState.MERGED), order=("pk",))}
    remarks = Remark.objects.visible_to(user).filter(practice=practice, resolved_at=None, answer_to=None)
    return {
        "reviews": Kind(
            Review.objects.visible_to(user).filter(practice=practice),
            order=("number",),
            beside={"assignee": PERSON, "submitted_by": PERSON},
        ),
        "remarks": Kind(remarks, order=("created_at", "pk"), beside={"author": PERSON}),
    }


def standing_of(practice: Practice, user, found: Mapping[str, list[Any]]) -> dict[str, Any] | None:
    """Return what the team, curators and the national team read above a practice; None for other readers.

    ``found`` are the rows of ``kinds_of``. ``review`` is the last round, ``remarks`` what was said and is not settled;
    ``draft`` the draft beside a published one.
    """
    if not user.is_authenticated:
        return None
    beside, reviews = found.get("beside", []), found.get("reviews", [])
    keeps = may_begin_draft(user, practice)
    if not keeps and not beside and practice.state == PracticeState.PUBLISHED:
        return None
    return {
        "draft": beside[0] if beside else None,
        "review": reviews[-1] if reviews else None,
        "remarks": with_place(found.get("remarks", []), practice),
        "keeps": keeps,
        "is_kept": is_kept_by(practice, user),
        "may_edit": practice.is_editable_by(user),
        "may_begin_draft": keeps and practice.state in OPEN_TO_READERS,
        "may_submit": may_submit(user, practice),
        "may_withdraw": may_withdraw(user, practice),
        "curates": is_curator(user),
        "may_discard": may_discard(user, practice),
    }


def with_place(remarks: list[Remark], practice: Practice) -> list[Remark]:
    """Give each remark the heading of what it is about, as ``place``."""
    for remark in remarks:
        remark.place = heading_of(practice, remark.field)
    return remarks


def heading_of(practice: Practice, name: str) -> str:
    """Return what a field or a relation of a practice is called on its page; empty for the whole."""
    if not name:
        return ""
    headings = HEADINGS[PracticeKind(practice.kind)]
    if name in headings:
        return str(headings[name])
    try:
        field = Practice._meta.get_field(name)
    except LookupError:
        return name
    label = getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural
    return str(label)[:1].upper() + str(label)[1:]


def faults_in_words(practice: Practice, error: ValidationError) -> list[str]:
    """Return a refusal as sentences that name the parts as the form of this kind does."""
    if not hasattr(error, "error_dict"):
        return error.messages
    text = _("Vul ‘%(label)s’ in.")
    return [text % {"label": heading_of(practice, name)} for name in error.error_dict]


def advice(practice: Practice) -> list[tuple[str, bool]]:
    """Return what is still missing as (sentence, whether it must be there before handing in)."""
    found = [
        (_("Vul ‘%(label)s’ in.") % {"label": heading_of(practice, name)}, True)
        for name in ("summary", "approach", "results")
        if not getattr(practice, name).strip()
    ]
    factors, evidence = list(practice.factor_links.all()), list(practice.evidence.all())
    figures = list(practice.figures.all())
    wishes = (
        (not practice.context.strip(), _("Vertel wat de aanleiding was.")),
        (not factors, _("Noem minstens één succesfactor.")),
        (
            any(not each.how.strip() for each in factors),
            _("Vertel bij elke succesfactor hoe die hier werkte."),
        ),
        (
            not any(each.dated_on for each in evidence),
            _("Noem minstens één bewijs met een datum. Zonder kan het voorbeeld niet ‘bewezen’ heten."),
        ),
        (
            any(not each.year or not (each.source_text or each.source_url) for each in figures),
            _("Geef bij elk cijfer een jaar en een bron."),
        ),
        (
            has_quote_without_consent(practice),
            _("Vraag bij elke uitspraak toestemming; anders verschijnt het voorbeeld niet."),
        ),
        (not practice.organisations.exists(), _("Noem wie er meedoen.")),
        (not practice.contact_function, _("Noem de functie van wie meer kan vertellen.")),
    )
    return found + [(text, False) for is_missing, text in wishes if is_missing]
