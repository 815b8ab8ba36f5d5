"""A teaching material as NL LOM, in the binding that Edurep harvests.

Source: NL LOM 1.0 (Edustandaard), binding IMS Learning Resource Metadata 1.2.4; vocabularies as Kennisnet's wiki
“Edurep:Metadata” and github.com/kennisnet/edurep-xslt name them.
"""

from lxml import etree

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.standards.answers import absolute
from industriecoalitie.standards.materials import NAME, Material
from industriecoalitie.standards.skos import scheme_address
from knowledgebank.choices import Licence

from .xml import XML, XSI, child

LOM = "http://www.imsglobal.org/xsd/imsmd_v1p2"
SCHEMA = "http://www.imsglobal.org/xsd/imsmd_v1p2p4.xsd"
SCHEMES = ("LOMv1.0", "nl_lom_v1p0")
BASE = "LOMv1.0"
AGGREGATION = "http://purl.edustandaard.nl/vdex_aggregationlevel_czp_20060628.xml"
RESOURCE_TYPE = "http://purl.edustandaard.nl/vdex_learningresourcetype_czp_20060628.xml"
CONTEXT = "http://purl.edustandaard.nl/vdex_context_czp_20060628.xml"
RIGHTS = "https://purl.edustandaard.nl/copyrightsandotherrestrictions_nllom_20180530"
PURPOSE = "http://purl.edustandaard.nl/classification_purpose_nllom_20180530"
ACCESS = "http://purl.edustandaard.nl/classification_accessrights_nllom_20180530"
COPYRIGHT = {
    Licence.CC0: "cc0-10",
    Licence.CC_BY: "cc-by-40",
    Licence.CC_BY_SA: "cc-by-sa-40",
    Licence.CC_BY_NC: "cc-by-nc-40",
    Licence.CC_BY_NC_SA: "cc-by-nc-sa-40",
    Licence.CC_BY_ND: "cc-by-nd-40",
    Licence.ASK: "yes",
}
PURPOSES = {Scheme.LEVEL: "educational level"}


def written(parent: etree._Element, material: Material) -> None:
    """Write a material as ``lom``."""
    root = etree.SubElement(parent, f"{{{LOM}}}lom", nsmap={"lom": LOM, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{LOM} {SCHEMA}")
    _general(child(root, LOM, "general"), material)
    _lifecycle(child(root, LOM, "lifecycle"), material)
    about = child(root, LOM, "metametadata")
    for scheme in SCHEMES:
        child(about, LOM, "metadatascheme", scheme)
    child(about, LOM, "language", "nl")
    technical = child(root, LOM, "technical")
    child(technical, LOM, "format", material.format)
    child(technical, LOM, "location", material.location)
    _educational(child(root, LOM, "educational"))
    _rights(child(root, LOM, "rights"), material)
    _classifications(root, material)


def _general(general: etree._Element, material: Material) -> None:
    resource = material.resource
    _string(general, "title", resource.title)
    entry = child(general, LOM, "catalogentry")
    child(entry, LOM, "catalog", "URI")
    _string(entry, "entry", resource.uuid.urn, "x-none")
    child(general, LOM, "language", "nl")
    _string(general, "description", resource.summary or resource.title)
    for term in material.terms:
        _string(general, "keyword", term.label)
    # Whole courses and modules are of the third level, a single lesson or tool of the second.
    is_whole = resource.module_id or resource.programme_id
    _vocabulary(general, "aggregationlevel", AGGREGATION, "3" if is_whole else "2")


def _lifecycle(lifecycle: etree._Element, material: Material) -> None:
    _string(lifecycle, "version", material.edition or "1", "x-none")
    for role, name in (("author", material.maker), ("publisher", NAME)):
        contribute = child(lifecycle, LOM, "contribute")
        _vocabulary(contribute, "role", BASE, role)
        card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{_escaped(name)}\nN:{_escaped(name)}\nORG:{_escaped(name)}\nEND:VCARD"
        child(child(contribute, LOM, "centity"), LOM, "vcard", card)


def _educational(educational: etree._Element) -> None:
    _vocabulary(educational, "learningresourcetype", RESOURCE_TYPE, "informatiebron")
    _vocabulary(educational, "intendedenduserrole", BASE, "teacher")
    # Secondary vocational education is part of BVE.
    _vocabulary(educational, "context", CONTEXT, "BVE")


def _rights(rights: etree._Element, material: Material) -> None:
    resource = material.resource
    _vocabulary(rights, "cost", BASE, "no")
    _vocabulary(rights, "copyrightandotherrestrictions", RIGHTS, COPYRIGHT[resource.licence])
    told = f"{resource.licence_text} {resource.licence_url}".strip()
    _string(rights, "description", told)


def _classifications(root: etree._Element, material: Material) -> None:
    for term in material.terms:
        purpose = PURPOSES.get(term.scheme, "discipline")
        _classification(root, (BASE, purpose), scheme_address(term.scheme), _taxon(term))
    if material.is_open:
        _classification(root, (PURPOSE, "access rights"), ACCESS, ("OpenAccess", "open toegang"))


def _taxon(term: Concept) -> tuple[str, str]:
    return absolute(term.get_absolute_url()), term.label


def _classification(
    root: etree._Element, purpose: tuple[str, str], source: str, taxon: tuple[str, str]
) -> None:
    classification = child(root, LOM, "classification")
    _vocabulary(classification, "purpose", *purpose)
    path = child(classification, LOM, "taxonpath")
    _string(path, "source", source, "x-none")
    element = child(path, LOM, "taxon")
    child(element, LOM, "id", taxon[0])
    _string(element, "entry", taxon[1])


def _vocabulary(parent: etree._Element, name: str, source: str, value: str) -> None:
    element = child(parent, LOM, name)
    _string(element, "source", source, "x-none")
    _string(element, "value", value, "x-none")


def _string(parent: etree._Element, name: str, text: str, language: str = "nl") -> None:
    line = child(child(parent, LOM, name), LOM, "langstring", text)
    line.set(f"{{{XML}}}lang", language)


def _escaped(text: str) -> str:
    r"""Return text as a value of a vCard: ``\``, ``;``, ``,`` and line ends escaped."""
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return " ".join(text.split())
