"""The text of a token, its checksum, and what is stored of it."""

import ast
import inspect
import re
import zlib

import pytest

from industriecoalitie.core.masking import TOKEN, masked
from industriecoalitie.tokens import keys


def test_a_token_has_a_prefix_an_id_a_secret_and_a_checksum():
    public_id, text = keys.new_token()

    assert re.fullmatch(r"mbo_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}[0-9A-Za-z]{6}", text)
    assert text[4:12] == public_id
    assert keys.public_id_of(text) == public_id
    assert TOKEN.fullmatch(text)
    assert keys.new_token()[1] != text


def test_the_checksum_is_the_crc32_in_base_62():
    value = 0
    for digit in keys.checksum("mbo_example"):
        value = value * 62 + keys.ALPHABET.index(digit)

    assert value == zlib.crc32(b"mbo_example")
    assert keys.checksum("") == "000000"


@pytest.mark.parametrize("place", [0, 5, 12, 20, 55, 61])
def test_one_other_letter_breaks_a_token(place):
    text = keys.new_token()[1]
    other = "a" if text[place] != "a" else "b"

    assert keys.public_id_of(text[:place] + other + text[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "mbo_", "x" * 62, "mbo_" + "é" * 8 + "_" + "a" * 49])
def test_another_form_is_no_token(text):
    assert keys.public_id_of(text) is None


def test_a_token_with_a_line_end_is_none():
    assert keys.public_id_of(keys.new_token()[1] + "\n") is None


def test_only_its_own_token_fits_a_digest(settings):
    settings.TOKEN_PEPPER, settings.TOKEN_PEPPERS = "p" * 32, []
    one, other = keys.new_token()[1], keys.new_token()[1]
    stored = keys.digest(one, keys.present_pepper())

    assert re.fullmatch("[0-9a-f]{64}", stored)
    assert keys.is_same(one, stored, keys.present_pepper())
    assert not keys.is_same(other, stored, keys.present_pepper())


def test_an_old_pepper_verifies_until_it_is_forgotten(settings):
    settings.TOKEN_PEPPER, settings.TOKEN_PEPPERS = "old" * 12, []
    text = keys.new_token()[1]
    name = keys.present_pepper()
    stored = keys.digest(text, name)

    settings.TOKEN_PEPPER, settings.TOKEN_PEPPERS = "new" * 12, ["old" * 12]
    assert keys.present_pepper() != name
    assert keys.is_same(text, stored, name)

    settings.TOKEN_PEPPERS = []
    assert not keys.is_same(text, stored, name)


def test_the_name_of_a_pepper_does_not_tell_it(settings):
    settings.TOKEN_PEPPER = "p" * 32

    assert re.fullmatch("[0-9a-f]{8}", keys.present_pepper())


def test_digests_are_compared_in_constant_time():
    calls = [
        node for node in ast.walk(ast.parse(inspect.getsource(keys.is_same))) if isinstance(node, ast.Call)
    ]

    assert "hmac.compare_digest" in [ast.unparse(call.func) for call in calls]
    assert not any(isinstance(node, ast.Eq) for node in ast.walk(ast.parse(inspect.getsource(keys.is_same))))


def test_a_text_is_masked():
    public_id, text = keys.new_token()

    assert masked(f"GET /x?t={text}&y") == f"GET /x?t=mbo_{public_id}_…&y"
