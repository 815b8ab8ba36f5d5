"""Values as a page says them: dates, periods, numbers, and what a source leaves out."""

import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import dateformat, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import quantities
from .dates import PartialDate
from .texts import joined


def day_html(value: PartialDate | datetime.date | None) -> SafeString:
    """Return a year, month, day or moment in Dutch words inside ``<time>``; empty without a value."""
    if not value:
        return SafeString("")
    if isinstance(value, PartialDate):
        return format_html('<time datetime="{}">{}</time>', str(value), value.in_words())
    if isinstance(value, datetime.datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        words = dateformat.format(moment, r"j F Y, H.i \u\u\r")
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="minutes"), words)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dateformat.format(value, "j F Y"))


def period_html(value: object) -> SafeString:
    """Return from when until when something holds, in words; empty when neither is known.

    ``value`` has ``starts`` and ``ends``, each a PartialDate or None.
    """
    starts, ends = value.starts, value.ends
    if starts and ends and starts == ends:
        return day_html(starts)
    if starts and ends:
        return format_html(_("van {} tot en met {}"), day_html(starts), day_html(ends))
    if ends:
        return format_html(_("tot en met {}"), day_html(ends))
    if not starts:
        return SafeString("")
    begun = starts.first_day <= timezone.localdate()
    return format_html(_("sinds {}") if begun else _("vanaf {}"), day_html(starts))


def measure(value: object) -> str:
    """Return a quantity with its word and its unit: ``bijna 108.000 vakmensen``."""
    return f"{value.in_words} {value.unit}".strip() if value.in_words else ""


def missing() -> SafeString:
    return format_html('<span class="leeg">{}</span>', _("niet bekend"))


def is_empty(value: object) -> bool:
    """Tell whether there is nothing to show; 0 and False are something."""
    if hasattr(value, "qualifier"):
        return value.value is None
    return value is None or (isinstance(value, str | list | tuple | QuerySet) and not value)


def value_html(value: object) -> SafeString | str:
    """Return any value as a page shows it, escaped; “niet bekend” when there is none."""
    if is_empty(value):
        return missing()
    if isinstance(value, PartialDate | datetime.date):
        return day_html(value)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, int | float | Decimal):
        return quantities.in_words(Decimal(str(value)))
    if hasattr(value, "qualifier"):
        return measure(value)
    if isinstance(value, list | tuple | QuerySet):
        return joined(value_html(item) for item in value)
    if hasattr(value, "get_absolute_url"):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)
    return conditional_escape(value)


def plain(value: object) -> SafeString | str:
    """Return a value in words, without a link; empty when there is none."""
    if is_empty(value):
        return ""
    return conditional_escape(value) if hasattr(value, "get_absolute_url") else value_html(value)
