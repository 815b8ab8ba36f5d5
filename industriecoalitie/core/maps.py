"""Where things lie on the maps: a projection, the dots of the provinces, the tiles of the labour market regions."""

import functools
import json
import math
from typing import NamedTuple

from django.conf import settings

# One unit is one kilometre; the origin lies north-west of the country.
WEST, NORTH = 3.25, 53.62
MIDDLE = math.radians(52.2)
KM_PER_DEGREE = 111.2
WIDTH, HEIGHT = 276, 326
RASTER_FILE = "kaart.json"

PROVINCES = {
    "PV20": "Groningen",
    "PV21": "Fryslân",
    "PV22": "Drenthe",
    "PV23": "Overijssel",
    "PV24": "Flevoland",
    "PV25": "Gelderland",
    "PV26": "Utrecht",
    "PV27": "Noord-Holland",
    "PV28": "Zuid-Holland",
    "PV29": "Zeeland",
    "PV30": "Noord-Brabant",
    "PV31": "Limburg",
}

# Column and row of each labour market region, laid out as the country lies.
TILES = {
    "AM02": (5, 0), "AM01": (6, 0),
    "AM15": (3, 1), "AM36": (5, 1), "AM03": (6, 1),
    "AM37": (2, 2), "AM17": (3, 2), "AM11": (4, 2), "AM06": (5, 2), "AM05": (6, 2),
    "AM19": (2, 3), "AM18": (3, 3), "AM12": (4, 3), "AM38": (5, 3), "AM09": (6, 3),
    "AM21": (1, 4), "AM34": (2, 4), "AM13": (3, 4), "AM14": (4, 4), "AM07": (5, 4),
    "AM22": (1, 5), "AM20": (2, 5), "AM35": (3, 5), "AM10": (4, 5), "AM08": (5, 5),
    "AM24": (0, 6), "AM23": (1, 6), "AM25": (2, 6), "AM26": (3, 6), "AM27": (4, 6), "AM29": (5, 6),
    "AM28": (3, 7), "AM32": (4, 7), "AM33": (5, 7),
    "AM30": (5, 8),
}  # fmt: skip
TILE, GAP = 44, 4
HIGHEST_LEVEL = 3


class Point(NamedTuple):
    """A place on the map, in kilometres from its upper left corner."""

    x: float
    y: float


def project(lat: float, lon: float) -> Point:
    """Return where a place lies on the map; degrees in, kilometres out."""
    x = (lon - WEST) * math.cos(MIDDLE) * KM_PER_DEGREE
    return Point(round(x, 1), round((NORTH - lat) * KM_PER_DEGREE, 1))


@functools.cache
def raster() -> dict[str, str]:
    """Return the dots of each province as an SVG path; empty before ``build_assets`` has run."""
    built = settings.BUILT_DIR / RASTER_FILE
    return json.loads(built.read_text()) if built.exists() else {}


@functools.cache
def dots_by_province() -> list[tuple[float, float, str]]:
    """Return every dot of the map with the code of its province."""
    return [
        (float(x), float(y), code)
        for code, path in raster().items()
        for x, y in (dot.split(" ") for dot in path.replace("h0", "").split("M") if dot)
    ]


@functools.lru_cache(maxsize=2000)
def province_at(lat: float, lon: float) -> str:
    """Return the code of the province that a place lies in, by the nearest dot; empty without a map."""
    point = project(lat, lon)
    nearest = min(
        dots_by_province(), key=lambda dot: (dot[0] - point.x) ** 2 + (dot[1] - point.y) ** 2, default=None
    )
    return nearest[2] if nearest else ""


def level_of(area: dict) -> int:
    return min(HIGHEST_LEVEL, max(0, int(area.get("level") or 0)))


def dot_areas(areas: list[dict]) -> list[dict[str, object]]:
    """Return areas ready to draw; provinces nobody asked for come first, at level 0.

    Each is ``{"path", "level", "codes", "label", "text"}``; ``code`` may be one province code or a list of them.
    """
    dots = raster()
    drawn = []
    asked: set[str] = set()
    for area in areas:
        codes = [area["code"]] if isinstance(area["code"], str) else list(area["code"])
        asked.update(codes)
        path = "".join(dots.get(code, "") for code in codes)
        drawn.append({**area, "path": path, "level": level_of(area), "codes": " ".join(codes)})
    rest = "".join(path for code, path in dots.items() if code not in asked)
    return ([{"path": rest, "level": 0, "codes": ""}] if rest else []) + drawn


def placed_markers(markers: list[dict]) -> list[dict[str, object]]:
    """Return markers with ``x`` and ``y``; those without a place, or outside the map, are left out."""
    placed = []
    for marker in markers:
        if marker.get("lat") is None or marker.get("lon") is None:
            continue
        point = project(float(marker["lat"]), float(marker["lon"]))
        if 0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT:
            placed.append({**marker, "x": f"{point.x:g}", "y": f"{point.y:g}"})
    return placed


def tiles(areas: list[dict]) -> list[dict[str, object]]:
    """Return all 35 tiles with their place, level and label; those nobody asked for are at level 0."""
    known = {area["code"]: area for area in areas}
    drawn = []
    for code, (column, row) in TILES.items():
        area = known.get(code, {})
        x, y = column * (TILE + GAP), row * (TILE + GAP)
        drawn.append({**area, "code": code, "x": x, "y": y, "level": level_of(area)})
    return drawn


def tile_size() -> tuple[int, int]:
    """Return width and height of the tile map."""
    columns = max(column for column, _ in TILES.values()) + 1
    rows = max(row for _, row in TILES.values()) + 1
    return columns * (TILE + GAP) - GAP, rows * (TILE + GAP) - GAP
