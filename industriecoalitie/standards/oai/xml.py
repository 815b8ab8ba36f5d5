"""The envelope of every answer to a harvester."""

import datetime
import re

from lxml import etree

OAI = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
# What XML cannot hold.
CONTROLS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def child(parent: etree._Element, namespace: str, name: str, text: str = "") -> etree._Element:
    """Add an element; text without what XML cannot hold."""
    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    if text:
        element.text = CONTROLS.sub("", str(text))
    return element


def stamp(moment: datetime.datetime) -> str:
    """Return a moment as the protocol writes it: UTC, in whole seconds."""
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def envelope(at: datetime.datetime, address: str, arguments: dict[str, str]) -> etree._Element:
    """Return the root of an answer to a question; ``arguments`` is empty when the question was not understood."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {SCHEMA}")
    child(root, OAI, "responseDate", stamp(at))
    request = child(root, OAI, "request", address)
    for name, value in arguments.items():
        request.set(name, CONTROLS.sub("", value))
    return root


def serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
