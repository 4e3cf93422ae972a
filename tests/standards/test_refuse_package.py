"""What cannot be read is refused with a sentence that says why."""

import json
import time

import pytest

from pog.core.errors import Unreadable
from pog.standards.case.reading import read_documents, read_package
from tests.standards.packages import as_bytes, association, item, package


def refusal(source, **options):
    with pytest.raises(Unreadable) as caught:
        read_package(source, **options)
    return caught.value.message


@pytest.mark.parametrize(("source", "words"), [
    (b"", "empty"),
    (b" \n", "empty"),
    (b'{"CFDocument": {"title": "x"', "stops in the middle, at line 1"),
    (b'{"CFDocument": {"title": "x', "stops in the middle"),
    (b'{\n "a": 1,\n "b": oh\n}', "line 3, column 7"),
    (b'{"a": NaN}', "NaN"),
    (b'{"a": ' + b"9" * 5000 + b"}", "too long"),
    (b'{"a": "\xe9"}', "UTF-8: byte 8"),
    ('{"a": 1}'.encode("utf-16"), "UTF-8"),
    (b"PK\x03\x04rest", "XLSX"),
    (b"%PDF-1.7", "PDF"),
    (b"  <html>", "HTML"),
    (b"[]", "list"),
    (b"7", "single JSON value"),
    (b"{}", "empty JSON object"),
    (b'{"@context": "x", "@graph": []}', "CTDL-ASN"),
    (b'{"CFDocuments": [{}, {}]}', "list of 2 frameworks"),
    (b'[{"creator": "a"}, {"creator": "b"}]', "list of 2 frameworks"),
    (b'{"fullStatement": "x"}', "single CASE item"),
    (b'{"CFPackageURI": {}}', "CFPackages"),
    (b'{"imsx_codeMajor": "failure"}', "error message"),
    (b'{"openapi": "3.0"}', "description of a format"),
    (b'{"CFItems": []}', "no CFDocument"),
    (b'{"CFDocument": []}', "no CFDocument"),
    (b'{"colours": []}', "only colours"),
])  # fmt: skip
def test_other_files(source, words):
    assert words in refusal(source)


@pytest.mark.parametrize("source", [
    b'{"a":' * 200_000,
    b"[" * 5_000_000,
    b'{"a":' * 101 + b"1" + b"}" * 101,
])  # fmt: skip
def test_depth_bombs(source):
    assert "100 levels deep" in refusal(source)


def test_a_deep_object_in_memory():
    raw = package()
    inner = raw["extensions"]
    for _level in range(200_000):
        inner["a"] = {}
        inner = inner["a"]
    assert "100 levels deep" in refusal(raw)
    while raw:  # taken apart gently: Python would free it recursively
        raw = raw.pop("extensions", None) or raw.pop("a", None)


def test_brackets_in_texts_are_not_depth():
    raw = package()
    raw["CFItems"][0]["notes"] = '[{\\"' * 500
    assert read_package(as_bytes(raw)).package.items[0].notes == '[{\\"' * 500


def test_hostile_quotes_take_no_time():
    started = time.monotonic()
    refusal(b'"' + b'\\"' * 2_000_000)
    assert time.monotonic() - started < 5


def test_size():
    source = as_bytes(package()) + b" " * 3_000_000
    assert refusal(source, size_limit=2 * 1024 * 1024) == (
        "This file has 2.9 MB. The largest that can be read is 2 MB."
    )
    assert "50.0 MB" in refusal(b" " * 50 * 1024 * 1024)


def test_one_identifier_for_two_things():
    raw = package()
    raw["CFItems"].append(item(11, "Something else."))
    assert "CFItems[3]" in refusal(raw)
    raw = package()
    raw["CFAssociations"].append(association(11, 13, 12, "isRelatedTo"))
    assert "two different things" in refusal(raw)


def test_circles():
    raw = package()
    raw["CFAssociations"][0] = association(21, 11, 13)
    assert "in circles" in refusal(raw)
    raw["CFAssociations"][0] = association(21, 11, 11)
    assert "in circles" in refusal(raw)


def test_more_levels_than_anybody_reads():
    raw = package()
    raw["CFItems"] = [item(1000 + level) for level in range(101)]
    raw["CFAssociations"] = [
        association(3000 + level, 1000 + level, 999 + level if level else 1) for level in range(101)
    ]
    assert "100 levels of items" in refusal(raw)
    raw["CFItems"].pop()
    raw["CFAssociations"].pop()
    assert read_package(raw)


def test_too_many_items():
    raw = package()
    raw["CFItems"] = [item(1000) for _number in range(100_001)]
    assert "100001 items" in refusal(raw)


def test_no_list_of_frameworks():
    with pytest.raises(Unreadable, match="not a list of frameworks"):
        read_documents(json.dumps(package()).encode())
