"""The door for harvesters. Source: OAI-PMH 2.0; why it is our own, docs/adr/0015-oai-pmh-of-our-own.md."""

import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from industriecoalitie.standards.answers import absolute
from industriecoalitie.standards.materials import NAME, material_of

from . import dublin, lom, records
from .errors import BadArgument, BadToken, BadVerb, NoSuchRecord, NothingMatches, OaiError
from .questions import TOKEN_SECONDS, Listing, arguments_of, check_format, listing_of
from .xml import OAI, child, envelope, serialised, stamp

# Each form of metadata: its schema, its namespace, and what writes it.
WRITERS = {
    "oai_dc": (dublin.SCHEMA, dublin.OAI_DC, dublin.written),
    "lom": (lom.SCHEMA, lom.LOM, lom.written),
    "nl_lom": (lom.SCHEMA, lom.LOM, lom.written),
}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester, by GET or by a form; the same for everybody. Nothing is changed."""
    asked = request.POST if request.method == "POST" else request.GET
    address = absolute(reverse("standards:oai"))
    at = records.settled_at()
    arguments: dict[str, str] = {}
    try:
        arguments = arguments_of(asked)
        root = envelope(at, address, arguments)
        VERBS[arguments["verb"]](child(root, OAI, arguments["verb"]), arguments)
    except OaiError as error:
        root = envelope(at, address, {} if isinstance(error, BadArgument | BadVerb) else arguments)
        child(root, OAI, "error", str(error)).set("code", error.code)
    answer = HttpResponse(serialised(root), content_type="text/xml; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer.is_same_for_all = True
    return answer


def identify(element: etree._Element, _arguments: dict[str, str]) -> None:
    told = (
        ("repositoryName", _("Leermiddelen van de %(name)s") % {"name": NAME}),
        ("baseURL", absolute(reverse("standards:oai"))),
        ("protocolVersion", "2.0"),
        ("adminEmail", parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        ("earliestDatestamp", stamp(records.earliest())),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    )
    for name, text in told:
        child(element, OAI, name, text)


def list_metadata_formats(element: etree._Element, arguments: dict[str, str]) -> None:
    if "identifier" in arguments:
        records.one(uuid_of(arguments["identifier"]))
    for prefix, (schema, namespace, _writer) in WRITERS.items():
        form = child(element, OAI, "metadataFormat")
        child(form, OAI, "metadataPrefix", prefix)
        child(form, OAI, "schema", schema)
        child(form, OAI, "metadataNamespace", namespace)


def list_sets(element: etree._Element, arguments: dict[str, str]) -> None:
    if "resumptionToken" in arguments:
        raise BadToken("All sets fit on one page.")
    for word, name in records.sets():
        each = child(element, OAI, "set")
        child(each, OAI, "setSpec", word)
        child(each, OAI, "setName", name)


def list_rows(element: etree._Element, arguments: dict[str, str]) -> None:
    listing = listing_of(arguments)
    rows, following = records.listed(listing)
    if not rows and not listing.given and following is None:
        raise NothingMatches("No record answers to this question.")
    for row in rows:
        if listing.verb == "ListIdentifiers":
            write_header(element, row)
        else:
            write_record(element, row, listing.prefix)
    write_token(element, listing, following)


def get_record(element: etree._Element, arguments: dict[str, str]) -> None:
    check_format(arguments["metadataPrefix"])
    write_record(element, records.one(uuid_of(arguments["identifier"])), arguments["metadataPrefix"])


VERBS = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "ListIdentifiers": list_rows,
    "ListRecords": list_rows,
    "GetRecord": get_record,
}


def write_header(parent: etree._Element, row: records.Harvested) -> None:
    header = child(parent, OAI, "header")
    if row.resource is None:
        header.set("status", "deleted")
    child(header, OAI, "identifier", identifier_of(row.uuid))
    child(header, OAI, "datestamp", stamp(row.at))
    for word in row.set_specs:
        child(header, OAI, "setSpec", word)


def write_record(parent: etree._Element, row: records.Harvested, prefix: str) -> None:
    record = child(parent, OAI, "record")
    write_header(record, row)
    if row.resource is not None:
        resource = row.resource
        material = material_of(resource, resource.concepts.all(), resource.versions.all())
        WRITERS[prefix][2](child(record, OAI, "metadata"), material)


def write_token(element: etree._Element, listing: Listing, following: Listing | None) -> None:
    """Write with what the list goes on; an empty token ends a list of more than one page."""
    if following is None and not listing.given:
        return
    token = child(element, OAI, "resumptionToken", following.token() if following else "")
    token.set("cursor", str(listing.given))
    if following:
        token.set("expirationDate", stamp(timezone.now() + datetime.timedelta(seconds=TOKEN_SECONDS)))


def identifier_of(uuid: UUID) -> str:
    """Return how harvesters know a record: the same for ever."""
    return f"oai:{urlsplit(settings.BASE_URL).hostname}:{uuid}"


def uuid_of(identifier: str) -> UUID:
    """Return the record that an identifier stands for.

    Raises:
        NoSuchRecord: it is none of ours.
    """
    try:
        found = UUID(identifier.rpartition(":")[2])
    except ValueError as error:
        raise NoSuchRecord("There is no such record.") from error
    if identifier_of(found) != identifier:
        raise NoSuchRecord("There is no such record.")
    return found
