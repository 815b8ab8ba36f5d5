"""Whole collections as files, in the API: streamed, or made by the worker and fetched within a day."""

import datetime
import tempfile
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from industriecoalitie.access.links import secret_address
from industriecoalitie.api.addresses import ROOT, absolute, collections
from industriecoalitie.api.callers import reader_of, token_of
from industriecoalitie.api.exceptions import InvalidQuery, problem_response
from industriecoalitie.api.filters import MAX_FIELDS
from industriecoalitie.api.schema import QUESTION, PortalSchema, query
from industriecoalitie.api.throttling import SEARCH
from industriecoalitie.core.filters import MAX_QUERY_LENGTH
from industriecoalitie.editing.writing.repeating import done_once
from industriecoalitie.editing.writing.schema import REQUEST_KEY
from industriecoalitie.editing.writing.strict import check_no_body

from .actions.exports import IN_MEMORY, KEPT_FOR
from .actions.jobs import rights_of, start_job, wait_turn
from .asked import FORMATS, Export, read_export, scope_of
from .models import ExportRun, ExportState
from .streams import TYPES, begun, stream, write

# A visitor gets no more at once, and nobody gets a longer workbook at once.
MOST_FOR_VISITORS = 25_000
MOST_IN_SHEET = 10_000
MOST_BUSY = 3
COME_BACK_SECONDS = 30
NDJSON = "application/x-ndjson"
signer = signing.Signer(salt="exchange.export_file")


class AsAsked(BaseContentNegotiation):
    """The kind of file is what ``format`` says, whatever a client says to accept."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class FileView(APIView):
    """What the addresses of files share; who may see which rows is said by each collection."""

    queryset = ExportRun.objects.all()
    content_negotiation_class = AsAsked
    metadata_class = None
    throttle_bucket = SEARCH

    def options(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204)


def parameters() -> list[OpenApiParameter]:
    """Return what may be asked of every collection; its filters are those of its list."""
    formats = {"type": "string", "enum": list(FORMATS), "default": FORMATS[0]}
    fields = {"type": "array", "items": {"type": "string", "maxLength": 60}, "maxItems": MAX_FIELDS}
    return [
        OpenApiParameter(
            "collection",
            {"type": "string", "enum": list(collections())},
            OpenApiParameter.PATH,
            description=gettext_lazy("De collectie."),
        ),
        query(
            "format", formats, gettext_lazy("jsonl: één record per regel; csv en xlsx: één rij per record.")
        ),
        query(
            "fields",
            fields,
            gettext_lazy("Alleen deze attributen, met komma’s ertussen; id staat er altijd bij."),
            comma=True,
        ),
        query(
            "sort",
            {"type": "string", "maxLength": 60},
            gettext_lazy(
                "Een volgorde van de lijst. Zonder sort staan records in de volgorde waarin ze gemaakt zijn."
            ),
        ),
        query("q", {"type": "string", "maxLength": MAX_QUERY_LENGTH}, QUESTION),
        query(
            "updatedSince",
            {"type": "string", "format": "date-time"},
            gettext_lazy("Alleen wat sinds dit moment veranderde. Een moment (ISO 8601) of een dag."),
        ),
    ]


JOB_KEY = OpenApiParameter(
    "id", OpenApiTypes.UUID, OpenApiParameter.PATH, description=gettext_lazy("Het kenmerk van de taak.")
)


class ExportSchema(PortalSchema):
    """Describes the files of all collections at once; which there are is known when the document is made."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return parameters()


JOB = inline_serializer(
    "ExportJob",
    {
        "id": serializers.UUIDField(help_text="Kenmerk van de taak."),
        "collection": serializers.CharField(help_text="De collectie."),
        "format": serializers.ChoiceField(FORMATS, help_text="Het soort bestand."),
        "state": serializers.ChoiceField(
            ExportState.choices, help_text="waiting: wordt gemaakt; ready: klaar; failed: mislukt."
        ),
        "done": serializers.IntegerField(help_text="Hoeveel records al in het bestand staan."),
        "total": serializers.IntegerField(help_text="Hoeveel records het er worden."),
        "reason": serializers.CharField(help_text="Waarom het mislukte.", allow_null=True),
        "createdAt": serializers.DateTimeField(help_text="Wanneer de taak begon."),
        "endedAt": serializers.DateTimeField(help_text="Wanneer de taak klaar was.", allow_null=True),
        "expiresAt": serializers.DateTimeField(help_text="Tot wanneer het bestand is op te halen."),
        "href": serializers.URLField(help_text="Adres van deze taak."),
        "file": serializers.URLField(
            help_text="Adres van het bestand, als het klaar is. Alleen voor wie de taak begon, 24 uur lang.",
            allow_null=True,
        ),
    },
)


class ExportView(FileView):
    """A collection as a file: at once by GET, by the worker with POST."""

    schema = ExportSchema()
    http_method_names = ("get", "head", "post", "options")
    summary = gettext_lazy("Een collectie als bestand")
    about = gettext_lazy(
        "Alle records van een collectie in één antwoord, met dezelfde filters en rechten als de lijst. JSON Lines "
        "(application/jsonl, of application/x-ndjson als Accept dat noemt) heeft per regel precies het antwoord van "
        "het adres van het record. CSV en XLSX hebben één rij per record; wat een formule zou kunnen zijn, staat er "
        "als tekst. Elk record is heel en zoals het was toen het gelezen werd; het bestand als geheel is geen beeld "
        "van één moment. Zonder sleutel krijg je hooguit 25.000 records, en niemand krijgt meer dan 10.000 rijen "
        "XLSX in één keer: vraag het dan met POST."
    )

    @extend_schema(
        operation_id="exportFile",
        responses={(200, media_type.partition(";")[0]): bytes for media_type in TYPES.values()},
    )
    def get(self, request, collection: str) -> Any:
        export = self.asked(collection)
        self.bounded(export)
        name = f"{collection}-{timezone.localdate():%Y-%m-%d}.{export.file_format}"
        if export.file_format == "xlsx" and request.method != "HEAD":
            return workbook(export, name)
        media_type = TYPES[export.file_format]
        if export.file_format == "jsonl" and NDJSON in request.headers.get("Accept", ""):
            media_type = NDJSON
        parts = [] if request.method == "HEAD" else begun(stream(export))
        response = StreamingHttpResponse(parts, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @extend_schema(
        operation_id="exportJobCreate",
        summary=gettext_lazy("Een collectie als bestand laten maken"),
        description=gettext_lazy(
            "Laat het bestand op de achtergrond maken, met de rechten van dat moment, voor wie een sleutel heeft of is "
            "ingelogd. Het adres van de taak staat in Location; daar staat hoe ver het is, en daarna het adres van het "
            "bestand. Er lopen hooguit drie taken tegelijk."
        ),
        request=None,
        responses={202: OpenApiResponse(JOB, description=gettext_lazy("De taak is begonnen."))},
        parameters=[REQUEST_KEY],
    )
    def post(self, request, collection: str) -> Any:
        token = token_of(request)
        owner = token.actor().user if token is not None else request.user
        if not owner.is_authenticated:
            response = problem_response(401)
            response["WWW-Authenticate"] = "Bearer"
            return response

        def work() -> HttpResponse:
            check_no_body(request)
            export = self.asked(collection)
            with transaction.atomic():
                wait_turn(owner)
                if own_jobs(request).busy().count() >= MOST_BUSY:
                    raise Throttled(COME_BACK_SECONDS)
                key = token.uuid if token is not None else None
                run = start_job(export, request.query_params, owner, key)
            answer = described(run)
            content = JSONRenderer().render(answer)
            headers = {"Location": answer["href"]}
            return HttpResponse(content, status=202, content_type="application/json", headers=headers)

        return done_once(request._request, token, work) if token is not None else work()

    def asked(self, collection: str) -> Export:
        """Return the file that is asked.

        Raises:
            Http404: there is no such collection.
            InvalidQuery: with all that is wrong.
        """
        viewset = collections().get(collection)
        if viewset is None:
            raise Http404
        reader = reader_of(self.request, scope_of(viewset))
        return read_export(viewset, self.request.query_params, reader)

    def bounded(self, export: Export) -> None:
        """Refuse what is too much for one answer."""
        is_known = token_of(self.request) is not None or self.request.user.is_authenticated
        rows = export.rows.order_by()
        if export.file_format == "xlsx" and rows[: MOST_IN_SHEET + 1].count() > MOST_IN_SHEET:
            reason = _("Dit zijn meer dan 10.000 rijen. Vraag het bestand met POST, of kies jsonl of csv.")
            raise InvalidQuery([{"name": "format", "reason": reason}])
        if not is_known and rows[: MOST_FOR_VISITORS + 1].count() > MOST_FOR_VISITORS:
            reason = _("Dit zijn meer dan 25.000 records. Kies filters, of vraag het met een sleutel.")
            raise InvalidQuery([{"name": "collection", "reason": reason}])


def workbook(export: Export, name: str) -> FileResponse:
    """Return a workbook; it can only be sent when it is whole."""
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write(export, made)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=name, content_type=TYPES["xlsx"])


def own_jobs(request) -> Any:
    """Return the jobs of the token that asks, or of the person who is signed in."""
    token = token_of(request)
    if token is not None:
        return ExportRun.objects.of_api().of_token(token.uuid)
    return ExportRun.objects.visible_to(request.user).of_api().of_token(None)


def described(run: ExportRun) -> dict[str, Any]:
    """Return a job as JSON."""
    address = absolute(f"{ROOT}/exports/jobs/{run.uuid}")
    is_ready = run.state == ExportState.READY
    return {
        "id": str(run.uuid),
        "collection": run.collection,
        "format": run.file_format,
        "state": run.state,
        "done": run.done,
        "total": run.total,
        "reason": run.reason or None,
        "createdAt": moment(run.created_at),
        "endedAt": moment(run.ended_at) if run.ended_at else None,
        "expiresAt": moment(run.created_at + KEPT_FOR),
        "href": address,
        "file": f"{address}/file?key={key_of(run)}" if is_ready else None,
    }


def moment(value: Any) -> str:
    return serializers.DateTimeField(default_timezone=datetime.UTC).to_representation(value)


def key_of(run: ExportRun) -> str:
    """Return what only this portal can put in the address of the file."""
    return signer.signature(str(run.uuid))


class ExportJobView(FileView):
    """How far a file is."""

    http_method_names = ("get", "head", "options")
    summary = gettext_lazy("Hoe ver een bestand is")
    about = gettext_lazy(
        "De stand van een taak, en als die klaar is het adres van het bestand. Alleen voor wie de taak begon: voor "
        "ieder ander is er niets. Een taak en haar bestand verdwijnen na 24 uur."
    )

    @extend_schema(responses=JOB, operation_id="exportJobItem", parameters=[JOB_KEY])
    def get(self, request, id) -> Response:
        return Response(described(get_object_or_404(own_jobs(request), uuid=id)))


class ExportFileView(FileView):
    """The file of a job, for who began it, at the address that the job names."""

    http_method_names = ("get", "head", "options")
    summary = gettext_lazy("Het bestand van een taak")
    about = gettext_lazy("Het bestand, op het adres dat de taak noemt, voor wie de taak begon.")

    @extend_schema(
        operation_id="exportJobFile",
        parameters=[
            JOB_KEY,
            query("key", {"type": "string", "maxLength": 200}, gettext_lazy("De sleutel uit het adres.")),
        ],
        responses={(200, media_type.partition(";")[0]): bytes for media_type in TYPES.values()},
    )
    @method_decorator(secret_address())
    def get(self, request, id) -> FileResponse:
        run = get_object_or_404(own_jobs(request), uuid=id, state=ExportState.READY)
        keys = request.query_params.getlist("key")
        is_expired = run.created_at + KEPT_FOR < timezone.now()
        if set(request.query_params) != {"key"} or keys != [key_of(run)] or is_expired:
            raise Http404
        reader = reader_of(request, scope_of(collections().get(run.collection)))
        if rights_of(reader) != run.rights:
            raise Http404  # the file holds what its maker may not see any more
        name = f"{run.collection}-{timezone.localdate(run.created_at):%Y-%m-%d}.{run.file_format}"
        return FileResponse(
            run.file.open("rb"), as_attachment=True, filename=name, content_type=TYPES[run.file_format]
        )
