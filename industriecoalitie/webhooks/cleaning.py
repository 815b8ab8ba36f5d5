"""What somebody asks of a webhook, made clean; the same for the page and for the API."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from industriecoalitie.api.addresses import collections
from industriecoalitie.api.exceptions import InvalidQuery
from industriecoalitie.core.filters import text_without_nul
from regions.models import Region

from .choices import Form
from .matching import check_filter
from .messages import VERBS
from .targets import target_of

LONGEST_DESCRIPTION = 200
LONGEST_FILTER = 1_000
MOST_REGIONS = 50


def clean_values(given: Mapping[str, Any], reader: Any) -> dict[str, Any]:
    """Return the fields of a webhook that were given, clean; ``reader`` is whose eyes it will have.

    Raises:
        ValidationError: with all that is wrong, keyed by field.
    """
    found, faults = {}, {}
    for name, value in given.items():
        try:
            found[name] = clean_filters(value, reader) if name == "filters" else CLEANERS[name](value)
        except ValidationError as error:
            faults[name] = error.messages
    if faults:
        raise ValidationError(faults)
    return found


def clean_url(value: Any) -> str:
    try:
        target_of(_text(value))
    except ValueError as error:
        raise ValidationError(str(error)) from error
    return value


def clean_description(value: Any) -> str:
    text = " ".join(_text(value).split())
    text_without_nul(text)
    if len(text) > LONGEST_DESCRIPTION:
        raise ValidationError(_("Schrijf hooguit %(most)d tekens.") % {"most": LONGEST_DESCRIPTION})
    return text


def clean_regions(value: Any) -> list[str]:
    """Return the slugs of regions that were named by slug or UUID."""
    keys = _texts(value)
    if len(keys) > MOST_REGIONS:
        raise ValidationError(_("Noem er hooguit %(most)d.") % {"most": MOST_REGIONS})
    rows = Region.objects.filter(hidden_at=None)
    by_key = {key: slug for uuid, slug in rows.values_list("uuid", "slug") for key in (slug, str(uuid))}
    unknown = [key for key in keys if _plain(key) not in by_key]
    if unknown:
        raise ValidationError(_("Onbekend: %(values)s.") % {"values": ", ".join(unknown)[:200]})
    return list(dict.fromkeys(by_key[_plain(key)] for key in keys))


def clean_filters(value: Any, reader: Any) -> dict[str, str]:
    """Return a query string for each collection, as its list takes it."""
    if not isinstance(value, Mapping):
        raise ValidationError(_("Geef een object: bij elke collectie een filter."))
    faults, found = [], {}
    for name, query in value.items():
        if name not in collections():
            faults.append(_("Onbekend: %(values)s.") % {"values": str(name)[:50]})
        elif not isinstance(query, str) or len(query) > LONGEST_FILTER:
            faults.append(
                _("%(name)s: geef hooguit %(most)d tekens.") % {"name": name, "most": LONGEST_FILTER}
            )
        elif query.lstrip("?"):
            found[name] = query.lstrip("?")
            faults += _faults_of(name, found[name], reader)
    if faults:
        raise ValidationError(faults)
    return found


def _faults_of(name: str, query: str, reader: Any) -> list[str]:
    try:
        check_filter(name, query, reader)
    except InvalidQuery as error:
        return [f"{name}, {each['name']}: {each['reason']}" for each in error.invalid_params]
    return []


def _some_of(known: Callable[[], Any]) -> Callable[[Any], list[str]]:
    def clean(value: Any) -> list[str]:
        allowed = list(known())
        found = _texts(value)
        unknown = [each for each in found if each not in allowed]
        if unknown:
            raise ValidationError(_("Onbekend: %(values)s.") % {"values": ", ".join(unknown)[:200]})
        return [each for each in allowed if each in found]

    return clean


def clean_form(value: Any) -> str:
    if value not in Form.values:
        raise ValidationError(_("Kies uit: %(keys)s.") % {"keys": ", ".join(Form.values)})
    return value


def clean_truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValidationError(_("Kies true of false."))
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValidationError(_("Geef een tekst."))
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValidationError(_("Geef een lijst van teksten."))
    return value


def _plain(key: str) -> str:
    """Return a UUID as we write it; another text as it is."""
    try:
        return str(UUID(key))
    except ValueError:
        return key


CLEANERS: dict[str, Callable[[Any], Any]] = {
    "url": clean_url,
    "description": clean_description,
    "verbs": _some_of(lambda: [str(verb) for verb in VERBS]),
    "collections": _some_of(collections),
    "regions": clean_regions,
    "form": clean_form,
    "is_active": clean_truth,
}
