"""What a handed-in file may be called."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 100
# Letters that mean something to a file system, a shell or a header.
UNSAFE = re.compile(r'[<>:"/\\|?*]')


def cleaned_name(given: str, extension: str, nameless: str) -> str:
    """Return a name without path, control signs and signs that turn the reading direction, ending in ``extension``.

    At most 100 characters; ``nameless`` stands where nothing is left. ``extension`` begins with a dot.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    # Control, format (reading direction, zero width), surrogate, private and unassigned signs; line separators.
    kept = "".join(
        " " if sign.isspace() else sign
        for sign in last
        if sign.isspace() or (unicodedata.category(sign)[0] != "C" and sign not in "\u2028\u2029")
    )
    words = " ".join(UNSAFE.sub("", kept).split())
    stem = PurePosixPath(words).stem if "." in words.strip(".") else words
    stem = stem.strip(". ")[: LONGEST - len(extension)].strip(". ")
    return f"{stem or nameless}{extension}"
