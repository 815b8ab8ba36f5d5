"""Reading data files: keys, identities, rows inside rows, and every fault named."""

import pytest

from industriecoalitie.loading.reading import LoadingError, data_files, read, stamp_of
from knowledgebank.models import Indicator, Measurement
from regions.models import Organisation, Region


@pytest.fixture
def write(tmp_path):
    def write(text: str, name: str = "data.yaml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def test_read_gives_a_row_its_key_and_an_identity_that_never_changes(write):
    path = write("model: regions.region\nrows:\n- {slug: limburg, name: Limburg, kind: province}\n")

    [row] = read([path])

    assert (row.model, row.key) == (Region, "limburg")
    assert str(row.uuid) == "47354e1e-b43b-519a-8edb-660920f109f7"


def test_read_gives_rows_of_a_record_the_sources_of_the_record(write):
    path = write(
        "model: regions.organisation\nrows:\n"
        "- slug: firda\n  sources: [doc:1]\n  codes:\n"
        "  - {code: 08PG}\n  - {code: 25LG, sources: [doc:2]}\n"
    )

    [row] = read([path])

    assert row.model is Organisation
    assert [part.sources for part in row.parts] == [["doc:1"], ["doc:2"]]
    assert [part.key for part in row.parts] == ["firda/codes/08PG", "firda/codes/25LG"]


def test_read_numbers_rows_with_an_order_and_tells_doubles_apart(write):
    path = write(
        "model: partnerships.partnership\nrows:\n"
        "- slug: pps\n  partners:\n  - {organisation: a, role: x}\n  - {organisation: a, role: y}\n"
    )

    [row] = read([path])

    assert [part.data["order"] for part in row.parts] == [1, 2]
    assert [part.key for part in row.parts] == ["pps/partners/a", "pps/partners/a#2"]


def test_read_lets_a_record_inside_a_row_stand_by_itself(write):
    path = write(
        "model: knowledgebank.indicator\nrows:\n- {slug: tekort, measurements: [{year: 2026, value: 5}]}\n"
    )

    indicator, measurement = read([path])

    assert (indicator.model, indicator.parts) == (Indicator, [])
    assert measurement.model is Measurement
    assert measurement.data["indicator"] == "tekort"


def test_read_names_all_faults_at_once(write):
    paths = [
        write("model: regions.region\nrows:\n- {slug: a}\n- {slug: a}\n- {name: b}\n", "twice.yaml"),
        write("model: regions.nothing\nrows: []\n", "unknown.yaml"),
        write("model: [", "broken.yaml"),
    ]

    with pytest.raises(LoadingError) as caught:
        read(paths)

    problems = caught.value.problems
    assert len(problems) == 5
    assert sum("twice.yaml, rij" in problem and "twee keer" in problem for problem in problems) == 2
    assert any("rij 3: 'slug' ontbreekt" in problem for problem in problems)
    assert any(problem.startswith("unknown.yaml") for problem in problems)
    assert any(problem.startswith("broken.yaml") for problem in problems)


def test_stamp_changes_with_a_name_and_with_a_letter(write):
    first = stamp_of([write("model: a")])

    assert stamp_of([write("model: a")]) == first
    assert stamp_of([write("model: b")]) != first
    assert stamp_of([write("model: a", "other.yaml")]) != first


def test_data_files_are_those_of_every_app():
    folders = {path.parent.parent.name for path in data_files()}

    apps = {"concepts", "sources", "search", "regions", "partnerships", "programmes", "knowledgebank"}
    assert folders == apps
