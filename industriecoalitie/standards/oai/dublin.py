"""A teaching material as Dublin Core. Source: OAI-PMH 2.0, oai_dc.xsd; DCMI Metadata Element Set 1.1."""

from lxml import etree

from industriecoalitie.standards.answers import absolute
from industriecoalitie.standards.materials import NAME, Material

from .xml import XSI, child

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def written(parent: etree._Element, material: Material) -> None:
    """Write a material as ``oai_dc``."""
    resource = material.resource
    root = etree.SubElement(parent, f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {SCHEMA}")
    told = [
        ("title", resource.title),
        ("creator", material.maker),
        *(("subject", term.label) for term in material.terms),
        ("description", resource.summary),
        ("publisher", NAME),
        ("date", resource.updated_at.date().isoformat()),
        ("format", material.format),
        ("identifier", material.page),
        ("identifier", resource.uuid.urn),
        ("source", material.location if material.location != material.page else ""),
        ("language", "nl"),
        *(("relation", absolute(parent.get_absolute_url())) for parent in material.parents),
        ("rights", resource.licence_url or resource.licence_text),
    ]
    for name, text in told:
        if text:
            child(root, DC, name, text)
