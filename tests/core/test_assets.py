"""What set-up makes, and what the look may weigh."""

import io
import json
import math
import re
from pathlib import Path

import brotli
import django_htmx
import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from industriecoalitie.core import assets, maps

KB = 1024
STATIC = settings.BASE_DIR / "static"
CSS = (STATIC / "css/portaal.css").read_text()
ROOT = re.search(r":root \{\n(.*?)\n  \}", CSS, re.DOTALL)
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"

# Text on its ground, and the least contrast: 4.5 for text, 3 for borders and graphics.
PAIRS = [
    *(("inkt", ground, 4.5) for ground in ("papier", "vlak", "vlak-2", "merk-bg", "patina-licht", "let-licht")),
    *(("zacht", ground, 4.5) for ground in ("papier", "vlak", "vlak-2", "patina-licht")),
    *(("patina", ground, 4.5) for ground in ("papier", "vlak", "vlak-2", "patina-licht")),
    *((tone, f"{tone}-licht", 4.5) for tone in ("goed", "let", "fout")),
    *(("patina-op", ground, 4.5) for ground in ("patina", "patina-hover")),
    *((text, "diep", 4.5) for text in ("op-diep", "op-diep-zacht")),
    ("menie-fel-op", "menie-fel", 4.5),
    ("messing-op", "messing", 4.5),
    *((mark, ground, 3) for mark in ("rand", "menie") for ground in ("papier", "vlak")),
    *((dot, "diep", 3) for dot in ("menie-fel", "diep-stip-1", "diep-stip-2", "diep-stip-3")),
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    assets.build(folder)
    return folder


@pytest.fixture(scope="module")
def raster(built) -> dict[str, str]:
    return json.loads((built / maps.RASTER_FILE).read_text())


def test_build_makes_fonts_within_their_budget(built):
    sizes = {path.name: path.stat().st_size for path in (built / "fonts").iterdir()}

    assert set(sizes) == {"kop.woff2", "tekst.woff2", "tekst-cursief.woff2"}
    assert sum(sizes.values()) <= 65 * KB


def test_build_keeps_the_letters_of_dutch_and_the_weights_of_the_design(built):
    heading = TTFont(io.BytesIO((built / "fonts/kop.woff2").read_bytes()))
    text = TTFont(io.BytesIO((built / "fonts/tekst.woff2").read_bytes()))

    for font in (heading, text):
        assert {ord(letter) for letter in "aZ09ëïüéèöÉ’‘…€·–"} <= set(font.getBestCmap())
    assert "fvar" not in heading
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in text["fvar"].axes] == [
        ("wght", 400, 600)
    ]


@pytest.mark.parametrize("name", assets.FONTS)
def test_build_leaves_a_space_its_full_width(built, name):
    font = TTFont(built / "fonts" / name)
    lookups = font["GPOS"].table.LookupList.Lookup
    subtables = [table for lookup in lookups for table in lookup.SubTable]
    named = [table for table in subtables if table.LookupType == assets.PAIRS and table.Format == 1]

    pairs = [
        (first, pair.SecondGlyph)
        for table in named
        for first, pairs in zip(table.Coverage.glyphs, table.PairSet, strict=True)
        for pair in pairs.PairValueRecord
    ]

    assert len(pairs) > 100
    assert not [pair for pair in pairs if "space" in pair]


def test_build_does_nothing_when_all_is_there(built):
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}

    written = assets.build(built)

    assert written == []
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before


def test_build_starts_again_when_a_file_is_gone_or_the_code_changed(built, monkeypatch):
    monkeypatch.setattr(assets, "cut_font", lambda *source: b"font")
    (built / maps.RASTER_FILE).unlink()
    after_loss = assets.build(built)
    monkeypatch.setattr(assets, "fingerprint", lambda: "other")

    after_change = assets.build(built)

    assert len(after_loss) == len(after_change) == 4


def dots_of(raster: dict[str, str], code: str) -> list[tuple[float, float]]:
    return [tuple(map(float, dot.split())) for dot in re.findall(r"M([\d.]+ [\d.]+)h0", raster[code])]


def test_raster_has_every_province(raster):
    assert set(raster) == set(maps.PROVINCES)
    assert all(len(dots_of(raster, code)) > 30 for code in maps.PROVINCES)
    assert 1000 < sum(len(dots_of(raster, code)) for code in maps.PROVINCES) < 1400


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [
        ("IJsselmeer", 52.74, 5.43),
        ("Waddenzee", 53.12, 5.10),
        ("Markermeer", 52.55, 5.22),
        ("Noordzee", 52.60, 4.20),
    ],
)
def test_raster_leaves_water_open(raster, place, lat, lon):
    spot = maps.project(lat, lon)
    near = [
        dot for code in raster for dot in dots_of(raster, code) if math.dist(dot, spot) < 6
    ]  # fmt: skip

    assert near == []


@pytest.mark.parametrize(
    ("place", "lat", "lon"), [("Gent", 51.05, 3.72), ("Antwerpen", 51.22, 4.40), ("Münster", 51.96, 7.62), ("Kleve", 51.79, 6.14)]
)  # fmt: skip
def test_raster_stops_at_the_border(raster, place, lat, lon):
    spot = maps.project(lat, lon)
    distances = [abs(x - spot.x) + abs(y - spot.y) for code in raster for x, y in dots_of(raster, code)]

    assert min(distances) > 4


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        ("PV20", 53.22, 6.57),
        ("PV31", 50.85, 5.72),
        ("PV29", 51.50, 3.61),
        ("PV24", 52.51, 5.48),
        ("PV30", 51.44, 5.47),
    ],
)
def test_raster_gives_a_town_to_its_own_province(raster, code, lat, lon):
    spot = maps.project(lat, lon)
    nearest = min(
        (abs(x - spot.x) + abs(y - spot.y), owner) for owner in raster for x, y in dots_of(raster, owner)
    )

    assert nearest[1] == code


def test_stylesheet_stays_within_its_budget():
    assert len(brotli.compress(CSS.encode())) <= 15 * KB


def test_scripts_stay_within_their_budget():
    own = b"".join((STATIC / f"js/{name}.js").read_bytes() for name in ("portaal", "zoeken"))

    assert len(own) <= 12 * KB
    assert len(brotli.compress(own)) + len(brotli.compress(HTMX.read_bytes())) <= 25 * KB


def test_stylesheet_is_whole():
    assert CSS.count("{") == CSS.count("}")
    assert CSS.rstrip().endswith(":root { --portaal-compleet: 1; }\n}")
    assert CSS.split("*/", 1)[1].lstrip().startswith("@layer basis, opmaak, delen, hulp, druk;")


def test_stylesheet_names_colours_only_as_tokens():
    rules = CSS[: ROOT.start()] + CSS[ROOT.end() : CSS.index("@layer druk {")]

    assert re.findall(r":[^;{}]*(?:#[0-9a-f]{3,8}\b|rgb\(|hsl\()", rules) == []


def test_stylesheet_uses_only_tokens_that_exist():
    defined = set(re.findall(r"(--[\w-]+):", CSS))
    used = set(re.findall(r"var\((--[\w-]+)", CSS))

    assert used <= defined


def tokens(scheme: str) -> dict[str, str]:
    found = {}
    for name, value in re.findall(r"--([\w-]+): ([^;]+);", ROOT[1]):
        pair = re.fullmatch(r"light-dark\((.+), (.+)\)", value)
        found[name] = pair[1 if scheme == "light" else 2] if pair else value
    return found


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_tokens_have_enough_contrast(scheme, text, ground, least):
    colours = tokens(scheme)
    darker, lighter = sorted(luminance(colours[name]) for name in (text, ground))

    assert (lighter + 0.05) / (darker + 0.05) >= least
