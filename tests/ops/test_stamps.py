"""Skipping work whose inputs did not change."""

from ops.stamps import fingerprint, holds, press


def test_a_fingerprint_follows_contents_names_and_extras(tmp_path):
    (tmp_path / "one").write_text("a")
    first = fingerprint([tmp_path], "x")

    same = fingerprint([tmp_path], "x")
    other_extra = fingerprint([tmp_path], "y")
    (tmp_path / "one").write_text("b")
    other_content = fingerprint([tmp_path], "x")
    (tmp_path / "one").write_text("a")
    (tmp_path / "one").rename(tmp_path / "two")
    other_name = fingerprint([tmp_path], "x")

    assert same == first
    assert len({first, other_extra, other_content, other_name}) == 4


def test_a_stamp_holds_only_the_fingerprint_it_was_given(tmp_path):
    stamp = tmp_path / "folder" / ".stamp"

    before = holds(stamp, "one")
    press(stamp, "one")

    assert before is False
    assert holds(stamp, "one") is True
    assert holds(stamp, "two") is False
