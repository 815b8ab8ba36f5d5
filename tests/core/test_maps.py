"""Where things lie on the maps."""

import math

import pytest

from industriecoalitie.core import maps


def test_project_keeps_distances():
    amsterdam, utrecht = maps.project(52.374, 4.890), maps.project(52.092, 5.104)

    assert math.dist(amsterdam, utrecht) == pytest.approx(34.6, abs=0.5)


def test_project_puts_the_corners_of_the_country_on_the_map():
    corners = [(53.55, 6.40), (50.76, 5.90), (51.37, 3.37), (53.20, 7.20)]

    for point in (maps.project(*corner) for corner in corners):
        assert 0 <= point.x <= maps.WIDTH
        assert 0 <= point.y <= maps.HEIGHT


def test_tiles_are_the_35_regions_each_on_a_place_of_its_own():
    gaps = {4, 16, 31}
    codes = {f"AM{number:02}" for number in range(1, 39) if number not in gaps}

    assert set(maps.TILES) == codes
    assert len(set(maps.TILES.values())) == 35


def test_tiles_lie_as_the_country_does():
    column, row = (
        dict(zip(maps.TILES, values, strict=True)) for values in zip(*maps.TILES.values(), strict=True)
    )

    assert row["AM01"] < row["AM03"] < row["AM05"] < row["AM29"] < row["AM30"]
    assert column["AM24"] < column["AM25"] < column["AM26"] < column["AM27"] < column["AM29"]
    assert column["AM21"] < column["AM13"] < column["AM07"]


def test_tiles_of_a_page_carry_its_levels_and_all_others_level_0():
    drawn = {tile["code"]: tile for tile in maps.tiles([{"code": "AM05", "label": "Twente", "level": 9}])}

    assert drawn["AM05"]["level"] == 3
    assert drawn["AM05"]["label"] == "Twente"
    assert {tile["level"] for code, tile in drawn.items() if code != "AM05"} == {0}


def test_dot_areas_joins_provinces_and_draws_the_rest_at_level_0(monkeypatch):
    monkeypatch.setattr(maps, "raster", lambda: {"PV20": "M1 1h0", "PV21": "M2 2h0", "PV22": "M3 3h0"})

    drawn = maps.dot_areas([{"code": ["PV20", "PV21"], "label": "Noord", "level": 2}])

    assert drawn == [
        {"path": "M3 3h0", "level": 0, "codes": ""},
        {
            "code": ["PV20", "PV21"],
            "label": "Noord",
            "level": 2,
            "path": "M1 1h0M2 2h0",
            "codes": "PV20 PV21",
        },
    ]


def test_placed_markers_leaves_out_what_has_no_place_on_the_map():
    markers = [
        {"lat": 52.37, "lon": 4.89, "label": "Amsterdam"},
        {"lat": None, "lon": None, "label": "Onbekend"},
        {"lat": 48.85, "lon": 2.35, "label": "Parijs"},
    ]

    placed = maps.placed_markers(markers)

    assert [(marker["label"], marker["x"], marker["y"]) for marker in placed] == [
        ("Amsterdam", "111.8", "139")
    ]


def test_province_at_knows_where_a_place_lies():
    places = {
        "Nieuwegein": (52.03, 5.08),
        "Maastricht": (50.85, 5.69),
        "Leek": (53.16, 6.38),
        "Vlissingen": (51.45, 3.57),
    }

    found = {name: maps.province_at(*place) for name, place in places.items()}

    assert found == {"Nieuwegein": "PV26", "Maastricht": "PV31", "Leek": "PV20", "Vlissingen": "PV29"}
