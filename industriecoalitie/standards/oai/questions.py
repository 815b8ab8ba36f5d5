"""What a harvester asks: the arguments of a verb, clean; and the token with which it asks on."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.core import signing
from django.http import QueryDict

from .errors import BadArgument, BadToken, BadVerb, NoSuchFormat

FORMATS = ("oai_dc", "lom", "nl_lom")
# Each verb with the arguments it must have and those it may have.
VERBS = {
    "Identify": ((), ()),
    "ListMetadataFormats": ((), ("identifier",)),
    "ListSets": ((), ("resumptionToken",)),
    "ListIdentifiers": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "ListRecords": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "GetRecord": (("identifier", "metadataPrefix"), ()),
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
SALT = "industriecoalitie.oai"
# How long a token holds, in seconds.
TOKEN_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Listing:
    """A list somebody asks for, and how far it came.

    ``begin`` and ``end`` are moments in UTC, the first and the first that is too late; ``after`` the moment and the
    UUID of the last row that was given; ``given`` how many rows were.
    """

    verb: str
    prefix: str
    begin: str = ""
    end: str = ""
    set_spec: str = ""
    after: tuple[str, str] = ("", "")
    given: int = 0

    def token(self) -> str:
        """Return this as a word that nobody else can make."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def arguments_of(asked: QueryDict) -> dict[str, str]:
    """Return the arguments of a question, with its verb.

    Raises:
        BadVerb: no verb, more than one, or an unknown one.
        BadArgument: an argument is unknown, stands twice, lacks, or has no place beside a token.
    """
    verbs = asked.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise BadVerb("The verb is missing, repeated or unknown.")
    verb = verbs[0]
    required, optional = VERBS[verb]
    given = {name: values for name, values in asked.lists() if name != "verb"}
    if unknown := sorted(set(given) - {*required, *optional}):
        raise BadArgument(f"Unknown argument of {verb}: {unknown[0][:40]}")
    if repeated := sorted(name for name, values in given.items() if len(values) > 1):
        raise BadArgument(f"Argument given more than once: {repeated[0]}")
    found = {"verb": verb, **{name: values[0] for name, values in given.items()}}
    if "resumptionToken" in found:
        if len(found) > 2:
            raise BadArgument("A resumptionToken stands by itself.")
        return found
    if missing := [name for name in required if not found.get(name)]:
        raise BadArgument(f"Argument missing: {missing[0]}")
    return found


def listing_of(arguments: dict[str, str]) -> Listing:
    """Return the list that is asked for, from the beginning or from where a token says.

    Raises:
        BadToken, BadArgument, NoSuchFormat
    """
    verb = arguments["verb"]
    if "resumptionToken" in arguments:
        return _continued(verb, arguments["resumptionToken"])
    check_format(arguments["metadataPrefix"])
    given = [arguments[name] for name in ("from", "until") if name in arguments]
    if len({len(moment) for moment in given}) > 1:
        raise BadArgument("from and until have the same granularity.")
    begin = _moment(arguments["from"]) if "from" in arguments else None
    end = None
    if "until" in arguments:
        last = _moment(arguments["until"])
        try:
            end = last + (datetime.timedelta(days=1) if DAY.fullmatch(arguments["until"]) else _ONE_SECOND)
        except OverflowError:
            end = last
    if begin and end and begin >= end:
        raise BadArgument("from lies after until.")
    return Listing(verb, arguments["metadataPrefix"], _text(begin), _text(end), arguments.get("set", ""))


def check_format(prefix: str) -> None:
    """Refuse a form of metadata that we do not give.

    Raises:
        NoSuchFormat
    """
    if prefix not in FORMATS:
        raise NoSuchFormat(f"Known forms: {', '.join(FORMATS)}.")


def moments(texts: Iterable[str]) -> list[datetime.datetime | None]:
    """Return the moments of a listing as such; None for an empty one."""
    return [datetime.datetime.fromisoformat(text) if text else None for text in texts]


_ONE_SECOND = datetime.timedelta(seconds=1)


def _continued(verb: str, token: str) -> Listing:
    try:
        found = Listing(**signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS))
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise BadToken("This resumptionToken is unknown or has expired. Begin the list again.") from error
    if found.verb != verb:
        raise BadToken(f"This resumptionToken belongs to {found.verb}.")
    return found


def _moment(text: str) -> datetime.datetime:
    if not (DAY.fullmatch(text) or SECOND.fullmatch(text)):
        raise BadArgument("A date is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    try:
        found = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise BadArgument("There is no such date.") from error
    return found.replace(tzinfo=datetime.UTC)


def _text(moment: datetime.datetime | None) -> str:
    return moment.isoformat() if moment else ""
