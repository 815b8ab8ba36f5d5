"""The kinds of record, by the name they have in an address: ``samenwerking``, ``organisatie``."""

from functools import cache

from django.apps import apps
from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .models import Record


def kind_of(model: type[Record] | Record) -> str:
    """Return the name of a kind of record in an address."""
    return slugify(str(model._meta.verbose_name))


def model_of(kind: str) -> type[Record]:
    """Return the model behind a name in an address.

    Raises:
        Http404: there is no such kind.
    """
    try:
        return record_models()[kind]
    except KeyError as error:
        raise Http404(_("Deze pagina bestaat niet.")) from error


@cache
def record_models() -> dict[str, type[Record]]:
    """Return every kind of record by its name."""
    return {kind_of(model): model for model in apps.get_models() if issubclass(model, Record)}
