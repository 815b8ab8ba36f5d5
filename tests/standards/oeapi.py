"""What the Open Education API 6.0 asks of an answer, in our own words: required attributes, forms and code lists."""

import datetime
import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

ROOT = "/oeapi/v6"

REQUIRED = {
    "organisations": {"organisationId", "organisationType", "name", "primaryCode"},
    "programmes": {"programmeId", "programmeType", "name", "primaryCode"},
    "courses": {"courseId", "name", "primaryCode"},
    "programme-offerings": {"programmeOfferingId", "name", "primaryCode"},
    "course-offerings": {"courseOfferingId", "name", "primaryCode"},
}
# Lists that may be extended with values that begin with x-.
LISTS = {
    "organisationType": "root institute department faculty branch academy school",
    "programmeType": "programme minor honours specialisation track specification",
    "qualificationAwarded": "diploma vocational_diploma certificate associate_degree bachelor master doctoral none",
    "formalDocument": (
        "certificate diploma micro_credential_certificate school_advice testimonial no_official_document"
    ),
    "modeOfStudy": "full_time part_time dual_training self_paced",
    "modesOfDelivery": (
        "blended coil hybrid joint_delivery online presential project_based research_lab_based work_based"
    ),
    "level": (
        "pre_vocational secondary_vocational_education secondary_vocational_education_1 "
        "secondary_vocational_education_2 secondary_vocational_education_3 secondary_vocational_education_4 "
        "associate_degree bachelor master doctoral post_doctoral undefined undivided nt2_1 nt2_2"
    ),
    "levelOfQualification": "eqf_0 eqf_1 eqf_2 eqf_3 eqf_4 nlqf_4plus eqf_5 eqf_6 eqf_7 eqf_8",
    "state": "concept cancelled active inactive",
    "addressType": "postal visit deliveries invoicing teaching",
    "studyLoadUnit": "contact_time ects sbu sp hour",
    "codeType": (
        "identifier institution_code kvk_organisation_id kvk_establishment_id leerbedrijf_id offering_code "
        "programme_code uuid"
    ),
}
DURATION = re.compile(r"P(?:\d+Y)?(?:\d+M)?(?:\d+[DW])?")
OFFERING = {
    "primaryCode", "otherCodes", "name", "state", "modesOfDelivery", "maxNumberStudents", "startDateTime", "endDateTime",
    "addresses", "organisationId", "organisation", "ext",
}  # fmt: skip
# Every attribute that an answer may have.
ATTRIBUTES = {
    "organisations": {
        "organisationId", "primaryCode", "organisationType", "name", "description", "addresses", "link", "otherCodes",
        "parentId", "parent", "childIds", "children", "ext",
    },
    "programmes": {
        "programmeId", "primaryCode", "otherCodes", "programmeType", "name", "description", "qualificationAwarded",
        "formalDocument", "modeOfStudy", "modesOfDelivery", "duration", "level", "levelOfQualification", "link",
        "organisationId", "organisation", "validFrom", "validTo", "ext",
    },
    "courses": {
        "courseId", "primaryCode", "otherCodes", "name", "description", "studyLoad", "modesOfDelivery", "level",
        "programmeIds", "programmes", "ext",
    },
    "programme-offerings": OFFERING | {"programmeOfferingId", "programmeId", "programme"},
    "course-offerings": OFFERING | {"courseOfferingId", "courseId", "course"},
}  # fmt: skip
OPENED = {
    "organisation": "organisations", "parent": "organisations", "children": "organisations",
    "programme": "programmes", "programmes": "programmes", "course": "courses",
}  # fmt: skip


def faults(kind: str, answer: dict[str, Any]) -> list[str]:
    """Return what is wrong with one thing of a kind; nothing when it is as version 6.0 asks."""
    found = [f"{name} is missing" for name in REQUIRED[kind] - answer.keys()]
    found += [f"{name} is not an attribute" for name in answer.keys() - ATTRIBUTES[kind]]
    for name, value in answer.items():
        if name in OPENED:
            opened = value if isinstance(value, list) else [value]
            found += [fault for one in opened for fault in faults(OPENED[name], one)]
        elif name != "ext":
            found += [f"{name}: {value!r}" for right in [fits(name, value)] if not right]
        else:
            found += [f"ext.{key}: {one!r}" for key, one in value.items() if not fits(key, one)]
    return found


def fits(name: str, value: Any) -> bool:
    """Tell whether a value has the form that its attribute asks."""
    if name in LISTS:
        return all(is_in(name, one) for one in (value if isinstance(value, list) else [value]))
    if name in ("levels", "modesOfStudy"):
        return all(is_in({"levels": "level", "modesOfStudy": "modeOfStudy"}[name], one) for one in value)
    if name in ("name", "description"):
        return bool(value) and all(set(one) == {"language", "value"} and one["value"] for one in value)
    if name in ("primaryCode", "otherCodes"):
        entries = value if isinstance(value, list) else [value]
        return all(
            set(one) == {"codeType", "code"} and is_in("codeType", one["codeType"]) and one["code"]
            for one in entries
        )
    if name.endswith(("Id", "Ids")):
        return all(str(UUID(one)) == one for one in (value if isinstance(value, list) else [value]))
    if name.endswith("DateTime") or name.startswith("valid"):
        return datetime.datetime.fromisoformat(value).tzinfo is not None
    if name in ("link", "href", "page"):
        return urlsplit(value).scheme in ("http", "https") and value.isascii()
    if name == "duration":
        return DURATION.fullmatch(value) is not None
    if name == "addresses":
        return all(is_in("addressType", one["addressType"]) and one["city"] for one in value)
    if name == "studyLoad":
        return all(is_in("studyLoadUnit", one["studyLoadUnit"]) and one["value"] > 0 for one in value)
    return name == "maxNumberStudents" and value >= 0


def is_in(name: str, value: str) -> bool:
    """Tell whether a value is one of the standard, or an own one."""
    return value in LISTS[name].split() or re.fullmatch(r"x-[a-z0-9_-]+", value) is not None
