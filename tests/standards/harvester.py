"""A harvester as partners have it: the client of the ``oaipmh`` package, which was made by others, and a plain reader of XML."""

import datetime
from dataclasses import dataclass, field

from lxml import etree
from oaipmh.client import Client
from oaipmh.metadata import MetadataRegistry, oai_dc_reader

ADDRESS = "/oai"
SPACES = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "lom": "http://www.imsglobal.org/xsd/imsmd_v1p2",
}


class PortalClient(Client):
    """Asks the portal under test instead of a server on the network."""

    def __init__(self, client):
        registry = MetadataRegistry()
        registry.registerReader("oai_dc", oai_dc_reader)
        super().__init__("http://testserver/oai", registry)
        self.portal = client

    def makeRequest(self, **arguments):  # noqa: N802 (a name of the package)
        return self.portal.get(ADDRESS, arguments).content


@dataclass
class Copy:
    """What a partner keeps: titles by identifier, of what is not deleted; and from when to ask next."""

    titles: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    since: str = ""

    def refresh(self, client, between=lambda: None) -> None:
        """Ask all that changed since the last time, page by page; ``between`` happens after each page."""
        asked = {"metadataPrefix": "oai_dc"} | ({"from": self.since} if self.since else {})
        began = ""
        while asked:
            root = xml(client.get(ADDRESS, {"verb": "ListRecords", **asked}))
            began = began or text(root, "oai:responseDate")
            for record in root.iterfind(".//oai:record", SPACES):
                self._keep(record)
            self.pages += 1
            token = text(root, ".//oai:resumptionToken")
            asked = {"resumptionToken": token} if token else {}
            between()
        self.since = began

    def _keep(self, record) -> None:
        key = text(record, "oai:header/oai:identifier")
        if record.find("oai:header", SPACES).get("status") == "deleted":
            self.titles.pop(key, None)
        else:
            self.titles[key] = text(record, ".//dc:title")


def xml(answer):
    """Return the root of an answer."""
    assert answer.status_code == 200, answer
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def text(element, path: str) -> str:
    """Return the text at a path; empty when it is not there."""
    return element.findtext(path, namespaces=SPACES) or ""


def ask(client, **arguments):
    return xml(client.get(ADDRESS, arguments))


def error_of(root) -> str:
    """Return the code of the error, empty without."""
    found = root.find("oai:error", SPACES)
    return "" if found is None else found.get("code")


def moment(text_: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text_.replace("Z", "+00:00"))
