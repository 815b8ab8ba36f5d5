"""The licence of a teaching material was a free text and is now one of a few: what was typed is laid on those.

What is none of them goes to the remark, in the words that were typed, so that nothing is lost.
"""

import re

from django.db import migrations

CODES = {"cc0", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "ask"}
# By the letters alone: without spaces, dashes, dots and the number of the version.
WORDS = {
    "cc0": "cc0",
    "publicdomain": "cc0",
    "publiekdomein": "cc0",
    "ccby": "cc-by-4.0",
    "naamsvermelding": "cc-by-4.0",
    "ccbysa": "cc-by-sa-4.0",
    "ccbync": "cc-by-nc-4.0",
    "ccbyncsa": "cc-by-nc-sa-4.0",
    "ccbynd": "cc-by-nd-4.0",
    "ask": "ask",
    "opaanvraag": "ask",
    "opaanvraagbijdemaker": "ask",
}
VERSION = re.compile(r"(?<!\d)\d\.\d(?!\d)")
SAID = "Licentie volgens de maker: "


def code_of(text):
    """Return the code of a licence that was typed; empty when it is none that is known, or of an older version."""
    if text in CODES:
        return text
    plain = text.casefold().replace("creative commons", "cc")
    plain = re.sub(r"\b(zero|0)\b", "0", plain)
    found = VERSION.search(plain)
    # Version 3.0 is another licence than 4.0; of cc0 there is 1.0 alone.
    if found and found.group() not in ("4.0", "1.0"):
        return ""
    code = WORDS.get(re.sub(r"[^a-z0]", "", VERSION.sub("", plain)).removesuffix("licentie"), "")
    return "" if found and (found.group() == "1.0") != (code == "cc0") else code


def lay_on_codes(apps, schema_editor):
    """Give each material the code of its licence, or put what was typed in its remark."""
    resources = apps.get_model("knowledgebank", "LearningResource").objects
    for each in resources.exclude(licence="").exclude(licence__in=CODES).order_by("pk"):
        code = code_of(each.licence)
        if not code:
            each.remark = "\n".join(filter(None, [each.remark, f"{SAID}{each.licence}"]))
        each.licence = code
        each.version += 1
        each.save(update_fields=["licence", "remark", "version"])


def put_back(apps, schema_editor):
    """Put what went to the remark back; a code is text as well, and stays."""
    resources = apps.get_model("knowledgebank", "LearningResource").objects
    for each in resources.filter(licence="", remark__contains=SAID).order_by("pk"):
        before, _said, typed = each.remark.rpartition(SAID)
        each.licence, each.remark = typed[:60], before.rstrip("\n")
        each.version += 1
        each.save(update_fields=["licence", "remark", "version"])


class Migration(migrations.Migration):
    dependencies = [("knowledgebank", "0004_open_rounds")]

    operations = [migrations.RunPython(lay_on_codes, put_back)]
