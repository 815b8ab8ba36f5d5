"""A JSON body is read strictly: what two readers could take for two things is refused, with its place."""

import io
import json
import time

import pytest
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from industriecoalitie.api.exceptions import BodyTooLarge, InvalidBody, faults_in, problem_handler
from industriecoalitie.api.parsers import MAX_DEPTH, MAX_NUMBER, StrictJSONParser, read_json


class Echo(APIView):
    """Answers with what it read."""

    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Request) -> Response:
        return Response({"read": request.data})


def posted(body: bytes, content_type: str = "application/json"):
    answer = Echo.as_view()(APIRequestFactory().post("/", body, content_type=content_type))
    answer.render()
    return answer


def places(raw: bytes) -> list[str]:
    with pytest.raises(InvalidBody) as caught:
        read_json(raw)
    return [fault["name"] for fault in caught.value.invalid_params]


def nested(depth: int, inner: str = "1") -> bytes:
    return ("[" * depth + inner + "]" * depth).encode()


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"name": "Caf\xc3\xa9 \\ud83d\\ude00", "n": 1.5}', {"name": "Café 😀", "n": 1.5}),
        (b"[]", []),
        (b" null ", None),
        (str(MAX_NUMBER).encode(), MAX_NUMBER),
        (str(-MAX_NUMBER).encode(), -MAX_NUMBER),
        (b"1e3", 1000.0),
        (b'{"a": {"name": 1}, "b": {"name": 1}}', {"a": {"name": 1}, "b": {"name": 1}}),
    ],
)
def test_what_is_right_is_read(raw, value):
    assert read_json(raw) == value


def test_so_deep_and_no_deeper():
    value = read_json(nested(MAX_DEPTH))

    assert json.dumps(value) == nested(MAX_DEPTH).decode()
    assert places(nested(MAX_DEPTH + 1)) == ["[0]" * MAX_DEPTH]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b'{"name": 1, "name": 2}', ["name"]),
        (b'{"name": 1, "n\\u0061me": 1}', ["name"]),
        (b'{"partners": [{}, {"role": 1, "role": 1}]}', ["partners[1].role"]),
        (b'{"a": NaN, "b": Infinity, "c": -Infinity}', ["a", "b", "c"]),
        (b'{"a": 1e400}', ["a"]),
        (b'{"a": -1e400}', ["a"]),
        (b'{"a": 1' + b"0" * 20 + b"}", ["a"]),
        (b'{"a": ' + b"9" * 5000 + b"}", ["a"]),
        (b'{"a": 0.' + b"1" * 5000 + b"}", ["a"]),
        (str(MAX_NUMBER + 1).encode(), ["body"]),
        (b'{"a": ["x", "x\\u0000y"]}', ["a[1]"]),
        (b'{"a": "\\ud800"}', ["a"]),
        (b'{"a": "\\udc00\\ud800"}', ["a"]),
        (b'{"b\\u0000": 1, "\\udfff": 1}', ["b\ufffd", "\ufffd"]),
        (b'{"' + b"n" * 500 + b'": NaN}', ["n" * 100]),
        (b"[" + b"NaN," * 99 + b"NaN]", [f"[{number}]" for number in range(50)]),
    ],
)
def test_what_cannot_be_taken_is_refused_with_every_place(raw, found):
    assert places(raw) == found


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"{}{}", b"[1,]", b"{'a': 1}", b"nul", b'"\x01"', b"\xef\xbb\xbf{}", b'{"a": "\xff"}', b'{"a": "\xed\xa0\x80"}',
        b"\xff\xfe{\x00}\x00", b"01", b"+1", b".5", b"[" * 900_000, b'{"a":' * 150_000,
    ],
)  # fmt: skip
def test_what_is_no_json_is_told(raw):
    assert places(raw) == []


def test_the_answer_is_a_problem_with_the_places():
    answer = posted(b'{"a": NaN, "a": 1}')

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content) == {
        "type": "about:blank",
        "title": "Ongeldig verzoek",
        "status": 400,
        "detail": "De plekken in invalidParams kloppen niet.",
        "invalidParams": [{"name": "a", "reason": "Deze naam staat er twee keer."}],
    }


def test_broken_json_names_the_line():
    assert posted(b'{"a": 1,\n "b" 2}').data["detail"] == "De inhoud is geen JSON: zie regel 2, teken 6."


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json; charset=latin-1", "application/json; charset=utf-16", "application/json;charset=klingon",
        "text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/*", "*/*", "json", "application/json/x", "/", ";", "application/json; charset=" + "x" * 20_000, " ",
    ],
)  # fmt: skip
def test_another_form_is_refused(content_type):
    answer = posted(b'{"a": 1}', content_type)

    assert (answer.status_code, answer.headers["Content-Type"]) == (415, "application/problem+json")


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"'],
)
def test_utf_8_may_be_said(content_type):
    assert posted(b'{"a": 1}', content_type).data == {"read": {"a": 1}}


def test_a_body_has_a_size(settings):
    settings.API_MAX_BODY = 10

    assert StrictJSONParser().parse(io.BytesIO(b'"12345678"'), "application/json") == "12345678"
    with pytest.raises(BodyTooLarge):
        StrictJSONParser().parse(io.BytesIO(b'"123456789"'), "application/json")
    with pytest.raises(UnsupportedMediaType):
        StrictJSONParser().parse(io.BytesIO(b'"1"'), "application/json; charset=ascii")
    answer = posted(b'"123456789"')
    assert (answer.status_code, answer.data["detail"]) == (413, "De inhoud is te groot: hooguit 10 bytes.")


@pytest.mark.django_db
def test_a_body_that_says_to_be_too_large_is_not_read(client, settings):
    settings.API_MAX_BODY = 10

    answer = client.post("/api/v1/regions", b'"123456789"', content_type="application/json")

    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(
    "raw",
    [
        b"[" + b"0," * 490_000 + b"0]", b"[" + b"{}," * 300_000 + b"{}]", b"{" + b'"a":1,' * 150_000 + b'"a":1}',
        b"{" + b",".join(b'"%d":1' % number for number in range(90_000)) + b"}", b'"' + b"\\u0000" * 160_000 + b'"',
    ],
    ids=["numbers", "objects", "one name", "names", "one text"],
)  # fmt: skip
def test_the_dearest_bodies_cost_little(raw):
    faults = []
    began = time.process_time()
    try:
        read_json(raw)
    except InvalidBody as refusal:
        faults = refusal.invalid_params

    assert time.process_time() - began < 3
    assert len(faults) <= 50


def test_what_a_serializer_refuses_has_its_place():
    detail = {
        "name": ["Vul in."],
        "partners": [{}, {"role": ["Onbekend.", "Te lang."]}],
        "tags": {"0": ["Fout."]},
    }

    assert [tuple(fault.values()) for fault in faults_in(detail)] == [
        ("name", "Vul in."),
        ("partners[1].role", "Onbekend."),
        ("partners[1].role", "Te lang."),
        ("tags.0", "Fout."),
    ]
    assert faults_in(["Zo niet."]) == [{"name": "body", "reason": "Zo niet."}]
    assert problem_handler(InvalidBody("Nee."), {}).data["detail"] == "Nee."
