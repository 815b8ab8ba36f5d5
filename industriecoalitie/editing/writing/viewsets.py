"""Collections that partner systems write in, with the same sheets, rules and actions as the pages."""

import json
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.renderers import JSONRenderer

from industriecoalitie.api.addresses import href
from industriecoalitie.api.callers import Token, token_of
from industriecoalitie.api.exceptions import InvalidQuery
from industriecoalitie.api.permissions import HasScope, QuerysetPolicy
from industriecoalitie.api.preconditions import digest, etag_of
from industriecoalitie.api.serializers import prepared, represent
from industriecoalitie.api.viewsets import JSON, ReadViewSet
from industriecoalitie.core.models import Record
from industriecoalitie.editing.sheets import Sheet
from industriecoalitie.history.recording import Conflict, change_set, hide_record

from .attributes import Shape, shape_of
from .bulk import Bulk
from .faults import Refusal
from .records import Desk, Writing
from .repeating import REPLAYED, done_once
from .schema import WriteSchema

ENTITY_TAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,9})-[^"\s]*"')
SAFE = ("GET", "HEAD", "OPTIONS")


def versions_in(header: str) -> set[int]:
    """Return the versions that ``If-Match`` names; none when it is ``*`` or no tag of ours.

    A proxy that packs answers may have marked a tag as weak or written behind it: the version says enough.
    """
    found = (ENTITY_TAG.fullmatch(tag.strip()) for tag in header.split(","))
    return {int(match[1]) for match in found if match}


class WriteViewSet(ReadViewSet):
    """Records that a token with ``scope`` adds, changes and takes away, as far as its owner may.

    ``sheet`` is the sheet of the kind; ``writing`` what a body becomes beside it.
    """

    sheet: type[Sheet]
    writing: type[Writing] = Writing
    schema = WriteSchema()
    http_method_names = ("get", "head", "options", "post", "put", "patch", "delete")

    # Who writes

    @property
    def is_writing(self) -> bool:
        """Whether a method of this address is asked that changes something."""
        return self.is_unsafe and self.request.method.lower() in self.action_map

    @property
    def is_unsafe(self) -> bool:
        return self.request is not None and self.request.method not in SAFE

    def get_authenticators(self) -> list:
        """Take nobody at the word of a cookie: another site could send it along."""
        found = super().get_authenticators()
        return [each for each in found if not (self.is_unsafe and isinstance(each, SessionAuthentication))]

    def get_authenticate_header(self, request) -> str:
        return super().get_authenticate_header(request) or 'Bearer realm="api"'

    def get_permissions(self) -> list:
        return [QuerysetPolicy(), HasScope()] if self.is_writing else super().get_permissions()

    def handle_exception(self, exc: Exception) -> Any:
        response = super().handle_exception(exc)
        if response.status_code == 401:
            response["WWW-Authenticate"] = self.get_authenticate_header(self.request)
        return response

    @property
    def token(self) -> Token:
        return token_of(self.request)

    def desk(self) -> Desk:
        return Desk(self.token.writer(self.scope), self.token.actor())

    # What is written

    @classmethod
    def sheets(cls) -> Sequence[type[Sheet]]:
        """Return every sheet that a record of this collection may have."""
        return (cls.sheet,)

    @classmethod
    def more_properties(cls) -> dict[str, Any]:
        """Return the schema of what a new record is given for good, beside its sheet."""
        return {}

    @classmethod
    def more_required(cls) -> Sequence[str]:
        """Return what a new record cannot do without, beside its sheet."""
        return ()

    @classmethod
    def shape(cls, sheet: type[Sheet]) -> Shape:
        return shape_of(sheet, cls.serializer_class)

    def begun(self, desk: Desk, body: Any, root: str = "") -> Writing:
        """Return the writing of a new record."""
        return self.writing(desk, self.sheet, self.shape(self.sheet), self.sheet.model(), body, root=root)

    def changed(self, desk: Desk, record: Record, body: Any, *, is_partial: bool, root: str = "") -> Writing:
        """Return the writing of a stored record."""
        sheet = self.sheet_of(record)
        return self.writing(desk, sheet, self.shape(sheet), record, body, is_partial=is_partial, root=root)

    def sheet_of(self, record: Record) -> type[Sheet]:
        return self.sheet

    def check_may_add(self, desk: Desk) -> None:
        meta = self.sheet.model._meta
        if not desk.user.has_perm(f"{meta.app_label}.add_{meta.model_name}"):
            raise PermissionDenied

    def may_open(self, desk: Desk, record: Record) -> bool:
        """Tell whether a record that is not written in itself may be changed in another way."""
        return False

    def target(self, desk: Desk, record: Record) -> Record:
        """Return the record that is written in: as a rule the one that was asked."""
        return record

    def may_remove(self, desk: Desk, record: Record) -> bool:
        return type(record).objects.publishable_by(desk.user).filter(pk=record.pk).exists()

    def remove(self, desk: Desk, record: Record) -> Record:
        return hide_record(record, by=desk.by, seen=record.version)

    def permitted(self, desk: Desk) -> Record:
        """Return the record in the address.

        Raises:
            Http404: there is none, or the writer may not see it.
            PermissionDenied: the writer may see it and not change it.
        """
        model = self.sheet.model
        record = (
            model.objects.visible_to(desk.user)
            .filter(**self.find(self.kwargs[self.lookup_url_kwarg]))
            .first()
        )
        if record is None:
            raise Http404
        if not (
            model.objects.editable_by(desk.user).filter(pk=record.pk).exists() or self.may_open(desk, record)
        ):
            raise PermissionDenied
        return record

    # Preconditions

    def check_query(self) -> None:
        if self.request.query_params:
            reason = _("Hier hoort geen parameter.")
            raise InvalidQuery([{"name": name, "reason": reason} for name in self.request.query_params])

    def check_seen(self, desk: Desk, record: Record) -> None:
        """Refuse who did not see the record as it is now (428, 412)."""
        header = self.request.headers.get("If-Match", "").strip()
        if header in ("", "*"):
            raise Refusal(428)
        if not self.is_seen(header, record):
            raise self.stale(desk, record)

    @staticmethod
    def is_seen(header: Any, record: Record) -> bool:
        """Tell whether a tag is of the record as it is."""
        return isinstance(header, str) and record.version in versions_in(header)

    def stale(self, desk: Desk, record: Record) -> Refusal:
        """Return the refusal of who saw an older version, and say which one there is now."""
        shown = self.shown(desk, [record.pk])
        if shown:
            self.headers["ETag"] = shown[0][2]
        return Refusal(412, _("Iemand veranderde dit record. Haal het opnieuw op."))

    # Answers

    def shown(self, desk: Desk, keys: Sequence[int]) -> list[tuple[Record, bytes, str]]:
        """Return records as the writer sees them now, each with its answer and its ETag, in the order of ``keys``."""
        rows = prepared(self.serializer_class, self.seen_by(desk.user).filter(pk__in=keys), desk.user)
        records = list(rows)
        bodies = [
            JSONRenderer().render(data) for data in represent(self.serializer_class, records, desk.user)
        ]
        found = {
            record.pk: (record, body, etag_of(digest(body), record.version))
            for record, body in zip(records, bodies, strict=True)
        }
        return [found[key] for key in keys if key in found]

    def written(self, desk: Desk, saved: Record, status: int = 200, address: str = "") -> HttpResponse:
        """Return the whole record as it is now; ``address`` is the header that says where it lives."""
        record, body, etag = self.shown(desk, [saved.pk])[0]
        headers = {"ETag": etag}
        if address:
            headers[address] = href(self.collection, self.serializer_class.key_of(record))
        return HttpResponse(body, status=status, content_type=JSON, headers=headers)

    # What is asked

    def create(self, request, **kwargs) -> HttpResponse:
        self.check_query()
        desk = self.desk()
        self.check_may_add(desk)
        response = done_once(request._request, self.token, partial(self._create, desk))
        if REPLAYED in response and not self._is_seen_still(desk, response):
            raise Http404
        return response

    def _is_seen_still(self, desk: Desk, response: HttpResponse) -> bool:
        """Tell whether the writer may see the record of an earlier answer now."""
        return self.seen_by(desk.user).filter(uuid=json.loads(response.content)["id"]).exists()

    def _create(self, desk: Desk) -> HttpResponse:
        saved = self._saved(desk, self.begun(desk, self.request.data))
        return self.written(desk, saved, 201, "Location")

    def replace(self, request, **kwargs) -> HttpResponse:
        return self._change(is_partial=False)

    def update(self, request, **kwargs) -> HttpResponse:
        return self._change(is_partial=True)

    def _change(self, *, is_partial: bool) -> HttpResponse:
        self.check_query()
        desk = self.desk()
        record = self.permitted(desk)
        self.check_seen(desk, record)
        try:
            with change_set(desk.by, f"{self.sheet.model._meta.model_name}.changed"):
                target = self.target(desk, record)
                saved = self._saved(
                    desk, self.changed(desk, target, self.request.data, is_partial=is_partial)
                )
                return self.written(desk, saved, 200, "" if saved.pk == record.pk else "Content-Location")
        except Conflict as conflict:
            raise self.stale(desk, conflict.current) from conflict

    @staticmethod
    def _saved(desk: Desk, writing: Writing) -> Record:
        """Save one record.

        Raises:
            Refusal: with all that is wrong.
        """
        writing.look()
        desk.mentions.load()
        saved = writing.store() if writing.is_valid() else None
        if saved is None:
            raise Refusal(400, _("De plekken in invalidParams kloppen niet."), writing.faults.as_params())
        return saved

    def destroy(self, request, **kwargs) -> HttpResponse:
        self.check_query()
        desk = self.desk()
        record = self.permitted(desk)
        if not self.may_remove(desk, record):
            raise PermissionDenied
        self.check_seen(desk, record)
        try:
            self.remove(desk, record)
        except Conflict as conflict:
            raise self.stale(desk, conflict.current) from conflict
        except ValidationError as error:
            raise Refusal(409, " ".join(error.messages)) from error
        return HttpResponse(status=204)

    def bulk(self, request, **kwargs) -> HttpResponse:
        """Do up to 500 operations, or none of them."""
        self.check_query()
        desk = self.desk()
        return done_once(request._request, self.token, lambda: Bulk(self, desk, request.data).answer())
