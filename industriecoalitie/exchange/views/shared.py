"""What the pages of this room share."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from industriecoalitie.core.tables import Table, table_of


def get_table(key: str) -> Table:
    """Return the table with a key.

    Raises:
        Http404: there is none.
    """
    table = table_of(key)
    if table is None:
        raise Http404(_("Deze pagina bestaat niet."))
    return table


def list_url_of(table: Table) -> str:
    """Return the page of a list; of one without a page the overview of all lists."""
    return reverse(table.list_url) if table.list_url else reverse("exchange:overview")


def crumbs_of(table: Table, here: str) -> list[tuple[str, str]]:
    return [(str(table.title), list_url_of(table)), (here, "")]
