"""Many records in one request: all of them, or none; one change set, so one undo."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import JsonResponse
from django.utils.translation import gettext as _

from industriecoalitie.api.addresses import href
from industriecoalitie.core.models import Record
from industriecoalitie.history.recording import Conflict, change_set

from .faults import Faults, Refusal
from .mentions import as_uuid, unknown
from .records import Desk, Writing

MOST = 500
METHODS = ("POST", "PUT", "PATCH", "DELETE")
KEYS = ("method", "id", "ifMatch", "body")
STALE, NOT_SEEN, CLOSED, WRONG = 412, 404, 403, 400


@dataclass
class Operation:
    """One operation of a bulk: ``place`` is where it stands, ``given`` what was sent."""

    place: str
    given: Mapping[str, Any]
    record: Record | None = None
    writing: Writing | None = None
    saved: Record | None = None

    @property
    def method(self) -> Any:
        return self.given.get("method")

    @property
    def key(self) -> str:
        key = self.given.get("id")
        return key if isinstance(key, str) else ""


class Bulk:
    """The operations of one request on one collection."""

    def __init__(self, view: Any, desk: Desk, body: Any):
        self.view, self.desk = view, desk
        self.faults = Faults()
        self.statuses: set[int] = set()
        self.operations = self._read(body)

    def _fault(self, place: str, reason: Any, status: int = WRONG) -> None:
        self.faults.add(place, reason)
        self.statuses.add(status)

    def _read(self, body: Any) -> list[Operation]:
        rows = body.get("operations") if isinstance(body, Mapping) else None
        if not isinstance(rows, list) or set(body) != {"operations"}:
            self._fault("body", _("Stuur een object met operations: een lijst."))
            return []
        if not 1 <= len(rows) <= MOST:
            self._fault("operations", _("Geef 1 tot en met %(most)d bewerkingen.") % {"most": MOST})
            return []
        return [
            each for number, row in enumerate(rows) if (each := self._operation(f"operations[{number}]", row))
        ]

    def _operation(self, place: str, row: Any) -> Operation | None:
        if not isinstance(row, Mapping):
            self._fault(place, _("Geef een object."))
            return None
        operation = Operation(place, row)
        for key in set(row) - set(KEYS):
            self._fault(f"{place}.{key}", _("Dit kenmerk bestaat niet."))
        if operation.method not in METHODS:
            self._fault(f"{place}.method", _("Kies POST, PUT, PATCH of DELETE."))
            return None
        needs = {"POST": ("body",), "DELETE": ("id", "ifMatch")}.get(
            operation.method, ("id", "ifMatch", "body")
        )
        for key in KEYS[1:]:
            if key in needs and key not in row:
                self._fault(f"{place}.{key}", _("Dit is hier nodig."))
            elif key not in needs and key in row:
                self._fault(f"{place}.{key}", _("Dit hoort hier niet."))
        return operation

    def answer(self) -> JsonResponse:
        """Do it all, in the transaction that is open, and tell what became of each.

        Raises:
            Refusal: with all that is wrong; nothing is done.
            PermissionDenied: the writer adds no records of this kind.
        """
        if any(each.method == "POST" for each in self.operations):
            self.view.check_may_add(self.desk)
        self._find()
        self._stop()
        with change_set(self.desk.by, f"{self.view.sheet.model._meta.model_name}.bulk_changed"):
            for each in self.operations:
                self._prepare(each)
            self.desk.mentions.load()
            for each in self.operations:
                self._do(each)
            self._stop()
        return JsonResponse({"operations": self._told()})

    def _stop(self) -> None:
        if self.statuses:
            status = next(iter(self.statuses)) if len(self.statuses) == 1 else WRONG
            raise Refusal(status, _("Er is niets veranderd: zie invalidParams."), self.faults.as_params())

    def _find(self) -> None:
        """Find the records that operations name, in as many queries as one takes."""
        named = [each for each in self.operations if each.method != "POST"]
        keys = {each.key for each in named}
        uuids = {found for key in keys if (found := as_uuid(key))}
        where = Q(uuid__in=uuids)
        if self.view.slug_field:
            where |= Q(**{f"{self.view.slug_field}__in": [key for key in keys if "\x00" not in key]})
        model = self.view.sheet.model
        rows = list(model.objects.visible_to(self.desk.user).filter(where)) if named else []
        by_key = {str(row.uuid): row for row in rows} | {getattr(row, "slug", ""): row for row in rows}
        pks = [row.pk for row in rows]
        open_to = set(
            model.objects.editable_by(self.desk.user).filter(pk__in=pks).values_list("pk", flat=True)
        )
        taken: set[int] = set()
        for each in named:
            each.record = by_key.get(as_uuid(each.key) or each.key)
            if each.record is None:
                self._fault(f"{each.place}.id", unknown(), NOT_SEEN)
            elif each.record.pk in taken:
                self._fault(f"{each.place}.id", _("Dit record staat er al: geef elk record één bewerking."))
            else:
                taken.add(each.record.pk)
                self._check(each, is_open=each.record.pk in open_to)

    def _check(self, each: Operation, *, is_open: bool) -> None:
        if not is_open and not self.view.may_open(self.desk, each.record):
            self._fault(f"{each.place}.id", _("Je mag dit record niet wijzigen."), CLOSED)
        elif each.method == "DELETE" and not self.view.may_remove(self.desk, each.record):
            self._fault(f"{each.place}.id", _("Je mag dit record niet verwijderen."), CLOSED)
        elif not self.view.is_seen(each.given.get("ifMatch"), each.record):
            self._stale(each)

    def _stale(self, each: Operation) -> None:
        self._fault(f"{each.place}.ifMatch", _("Iemand veranderde dit record. Haal het opnieuw op."), STALE)

    def _prepare(self, each: Operation) -> None:
        root, body = f"{each.place}.body", each.given.get("body")
        if each.method == "POST":
            each.writing = self.view.begun(self.desk, body, root)
        elif each.method != "DELETE":
            try:
                target = self.view.target(self.desk, each.record)
            except Conflict:
                self._stale(each)
                return
            is_partial = each.method == "PATCH"
            each.writing = self.view.changed(self.desk, target, body, is_partial=is_partial, root=root)
        if each.writing is not None:
            each.writing.look()

    def _do(self, each: Operation) -> None:
        try:
            if each.method == "DELETE":
                self.view.remove(self.desk, each.record)
            elif each.writing is not None:
                each.saved = each.writing.store() if each.writing.is_valid() else None
                for name, reason in each.writing.faults.found:
                    self._fault(name, reason)
        except Conflict:
            self._stale(each)
        except ValidationError as error:
            self._fault(each.place, " ".join(error.messages))

    def _told(self) -> list[dict[str, Any]]:
        """Return what became of each operation, in order."""
        keys = [each.saved.pk for each in self.operations if each.saved is not None]
        shown = {record.pk: (record, etag) for record, _body, etag in self.view.shown(self.desk, keys)}
        return [self._told_of(each, shown) for each in self.operations]

    def _told_of(self, each: Operation, shown: Mapping[int, tuple[Record, str]]) -> dict[str, Any]:
        if each.saved is None:
            return {
                "method": each.method,
                "status": 204,
                "id": str(each.record.uuid),
                "href": None,
                "etag": None,
            }
        record, etag = shown[each.saved.pk]
        address = href(self.view.collection, self.view.serializer_class.key_of(record))
        status = 201 if each.method == "POST" else 200
        return {
            "method": each.method,
            "status": status,
            "id": str(record.uuid),
            "href": address,
            "etag": etag,
        }
