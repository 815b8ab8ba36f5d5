"""The table of who may open which door, as a document that an auditor reads: ``python -m tests.promises``."""

from collections.abc import Iterable

from .doors import Door
from .table import LEVELS, STATES, Line, level_of, line_of, table

BEGINNING = """# Wie mag wat

Dit document is gemaakt uit de tabel waarmee de tests elk adres van het portaal proberen: als iedereen uit de lijst
hieronder, met elke methode van HTTP, op eigen en andermans gegevens. Klopt een antwoord niet met deze tabel, of staat
een adres er niet in, dan mislukt de test. De tabel zelf is `tests/promises/authorisation.toml`; dit document maak je
opnieuw met `python -m tests.promises`.

- Wie niet is ingelogd en dat wel moet zijn, gaat naar de pagina om in te loggen.
- Wat je niet mag zien, bestaat voor jou niet: hetzelfde antwoord (404) als een adres dat er niet is.
- Wat je wel mag zien maar niet mag doen, geeft een weigering (403).
- Een methode die een adres niet kent, wordt geweigerd (405), ook voor een beheerder.
"""
STATES_IN_WORDS = {
    "own_public": "eigen regio, openbaar",
    "own_concept": "eigen regio, concept",
    "other_public": "andere regio, openbaar",
    "hidden": "eigen regio, verwijderd",
}
IN_WORDS = {"-": "–", "shown": "–"}
OPEN_FOR = {
    (): "–",
    ("own_public", "own_concept", "other_public"): "alles",
    ("own_public", "own_concept", "other_public", "hidden"): "alles, ook verwijderd",
    ("own_public", "other_public"): "openbaar",
    ("own_public", "own_concept"): "eigen regio",
    ("own_public", "own_concept", "hidden"): "eigen regio, ook verwijderd",
    ("other_public",): "eigen regio",
}
SECTIONS = (
    ("Pagina’s", lambda name: not name.startswith(("api_", "/api", "admin:"))),
    ("API", lambda name: name.startswith(("api_", "/api"))),
)


def document(found: Iterable[Door]) -> str:
    """Return the document for these doors, in Markdown."""
    found = sorted(found, key=lambda door: door.address)
    parts = [BEGINNING, roles(), *(family(key) for key in table()["families"])]
    for title, belongs in SECTIONS:
        parts.append(f"## {title}\n\n{grid([door for door in found if belongs(door.name)])}")
    parts.append(admin())
    return "\n".join(part.rstrip() + "\n" for part in parts)


def roles() -> str:
    rows = [f"| {short(role)} | {text} |" for role, text in table()["roles"].items()]
    return "\n".join(["## Wie er kan komen", "", "| kort | wie |", "| --- | --- |", *rows, ""])


def short(role: str) -> str:
    return table()["short"][role]


def family(key: str) -> str:
    """Return what every role may do with records of one family."""
    rows = table()["families"][key]
    head = " | ".join(STATES_IN_WORDS[state] for state in STATES)
    lines = [
        f"| {text} | {' | '.join(said(level_of(rows['kinds'][0], role, state)) for state in STATES)} |"
        for role, text in table()["roles"].items()
    ]
    kinds = ", ".join(rows["kinds"])
    return "\n".join(
        [f"## {rows['title']}", "", f"Soorten: {kinds}.", "", f"| wie | {head} |", "| --- | --- | --- | --- | --- |", *lines, ""]
    )  # fmt: skip


def said(level: str) -> str:
    return IN_WORDS.get(level) or table()["levels"][level]


def grid(found: Iterable[Door]) -> str:
    """Return one line for each door, with what is open there for every role."""
    every = list(table()["roles"])
    head = f"| adres | methoden | nodig | {' | '.join(short(role) for role in every)} |"
    lines = [head, "| --- | --- | --- |" + " --- |" * len(every)]
    for door in found:
        line = line_of(door)
        if line is not None:
            cells = " | ".join(cell(line, role) for role in every)
            methods = " ".join(method for method in ("GET", "POST") if method in line.methods)
            lines.append(f"| `/{door.address}` | {methods} | {needed(line)} | {cells} |")
    return "\n".join(lines) + "\n"


def needed(line: Line) -> str:
    if not line.kind:
        return table()["rights_in_words"][line.right]
    return f"{line.kind}: {table()['levels'][line.right]}"


def cell(line: Line, role: str) -> str:
    if role == "visitor" and not line.public:
        return "inloggen"
    if not line.kind:
        holders = table()["rights"][line.right]
        return "ja" if "*" in holders or role in holders else "–"
    levels = {state: LEVELS.index(level_of(line.kind, role, state)) for state in STATES}
    return OPEN_FOR[tuple(state for state, level in levels.items() if level >= LEVELS.index(line.right))]


def admin() -> str:
    written = ", ".join(table()["admin"]["written"])
    return (
        "## Beheer\n\nOnder `/beheer/` komt alleen een beheerder; ieder ander gaat naar de pagina om in te loggen. Een beheerder kan "
        "er alles opzoeken. Gegevens van regio’s en landelijke gegevens veranderen er niet: toevoegen, veranderen en verwijderen "
        f"worden geweigerd (403). Alleen dit verandert daar: {written}.\n"
    )
