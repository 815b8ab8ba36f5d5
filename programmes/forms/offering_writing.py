"""An offering as partner systems write it: the programme or module is in the body, where a page has it in the address."""

from typing import Any

from django.utils.translation import gettext as _

from industriecoalitie.editing.writing.faults import Wrong, inside
from industriecoalitie.editing.writing.records import Writing
from programmes.models import Module, Programme

KINDS = {"programme": Programme, "module": Module}


class OfferingWriting(Writing):
    """A new offering names a programme or a module, and keeps it."""

    for_good = tuple(KINDS)

    def look_for_good(self, key: str, value: Any, place: str) -> None:
        if value is not None:
            self.desk.mentions.want(KINDS[key], value)

    def begin(self) -> None:
        """Put the programme or module in the new record; of a stored one, refuse another."""
        named = {key: self._found(key) for key in KINDS if self.body.get(key) is not None}
        if not self.is_new:
            self._refuse_others(named)
        elif len(named) == 1:
            for key, record in named.items():
                setattr(self.record, key, record)
        else:
            self.faults.add(
                inside(self.root, "programme"), _("Noem een opleiding of een module, een van beide.")
            )

    def _found(self, key: str) -> Any:
        try:
            return self.desk.mentions.found(KINDS[key], self.body[key])
        except Wrong as wrong:
            self.faults.add(inside(self.root, key), wrong)
            return None

    def _refuse_others(self, named: dict[str, Any]) -> None:
        given = {key: named.get(key) for key in KINDS if key in self.body}
        for key, record in given.items():
            if getattr(self.record, f"{key}_id") != getattr(record, "pk", None):
                self.faults.add(inside(self.root, key), _("Dit ligt vast zodra het aanbod er is."))
