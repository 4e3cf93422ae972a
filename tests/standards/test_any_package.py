"""Properties that hold for every package hypothesis can think of."""

import json
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pog.core.errors import Unreadable
from pog.standards.case.checking import findings
from pog.standards.case.formats import is_uri
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.reading import read_package
from pog.standards.case.writing import file_text, write_package
from tests.standards.packages import association, item, node, package, uid
from tests.standards.schemas import needs_schemas, schema_errors

texts = st.text(max_size=20)
words = st.one_of(
    texts, st.sampled_from(["<b>x</b>", "<br>", "Destination Node", "ext:a", "<<p>p>"])
)
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
TYPES = ["precedes", "isPeerOf", "isPartOf", "exactMatchOf", "ext:a.b", "isTranslationOf"]
quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def good_packages(draw):
    """Trees of any form with links inside and outside."""
    raw = package()
    number = draw(st.integers(0, 12))
    statement = st.text(min_size=1, max_size=30).filter(
        lambda text: text.strip() and "<" not in text and "\x00" not in text
    )
    for place in range(number):
        parent = 100 + draw(st.integers(0, place - 1)) if place and draw(st.booleans()) else 1
        raw["CFItems"].append(item(100 + place, draw(statement)))
        raw["CFAssociations"].append(
            association(200 + place, 100 + place, parent, sequenceNumber=100 + place)
        )
    for place in range(draw(st.integers(0, 5)) if number else 0):
        target = draw(st.integers(0, number))
        more = {"destinationNodeURI": node(999, "Elsewhere", targetType="CASE")}
        raw["CFAssociations"].append(
            association(300 + place, 100, 100 + target, draw(st.sampled_from(TYPES)))
            | (more if target == number else {})
        )
    return raw


@st.composite
def damaged_packages(draw):
    """A good package in which any field of any object holds anything, or nothing."""
    raw = draw(good_packages())
    for _number in range(draw(st.integers(1, 6))):
        names = ["CFItems", "CFAssociations", "CFRubrics"]
        holders = [raw, raw["CFDocument"]]
        for name in names:
            rows = raw.get(name)
            holders += (
                [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
            )
        definitions = raw.get("CFDefinitions")
        if isinstance(definitions, dict):
            holders += [
                row
                for rows in definitions.values()
                if isinstance(rows, list)
                for row in rows
                if isinstance(row, dict)
            ]
        holder = draw(st.sampled_from(holders))
        field = draw(st.sampled_from(sorted(holder.keys() - {"CFDocument"}) or ["x"]) | texts)
        if field == "CFDocument" or draw(st.booleans()):
            holder.pop(field if field != "CFDocument" else "", None)
        else:
            holder[field] = draw(anything | st.builds(node, st.integers(1, 50), words))
    return raw


@quick
@given(good_packages())
def test_good_packages_go_through_unchanged(raw):
    assert findings(raw) == []
    document, losses = write_package(read_package(raw).package)
    assert document == raw
    assert losses == []


@quick
@given(damaged_packages())
def test_whatever_can_be_read_is_written_well_and_comes_back(raw):
    try:
        read = read_package(raw).package
    except Unreadable:
        return
    document, _losses = write_package(read)
    assert findings(document) == []
    again = read_package(file_text(document).encode()).package
    assert again == read
    assert write_package(again)[0] == document
    older, _losses = write_package(read, "1.0")
    assert findings(older, "1.0") == []


@needs_schemas
@quick
@given(damaged_packages())
def test_whatever_can_be_read_validates_when_it_is_written(raw):
    try:
        document, _losses = write_package(read_package(raw).package)
    except Unreadable:
        return
    assert schema_errors(document) == []


@quick
@given(st.binary(max_size=200) | anything.map(lambda raw: json.dumps(raw).encode()))
def test_no_bytes_crash_the_reader(source):
    with pytest.raises(Unreadable):
        read_package(source)


@quick
@given(anything.map(lambda raw: {"CFDocument": raw} if isinstance(raw, dict) else [raw]))
def test_no_findings_crash(raw):
    assert findings(raw)


@given(st.lists(st.text()), st.lists(st.text()))
def test_different_parts_make_different_identifiers(one, other):
    assert (mint(NAMESPACE, *one) == mint(NAMESPACE, *other)) == (one == other)
    assert mint(NAMESPACE, *one).version == 5


def test_a_minted_identifier_does_not_change_with_the_product():
    assert mint(uuid.UUID(uid(1)), "a", 1) == mint(uuid.UUID(uid(1)), "a", "1")
    assert str(mint(uuid.NAMESPACE_URL, "a", 1)) == "b46d3213-11a2-5c77-a790-d2430784f381"


ADDRESSES = st.text("ahtps:/?#[]@!$&'()*+,;=%20.-_~é<> \\\"^`{|}", max_size=15)


@given(ADDRESSES | ADDRESSES.map(lambda text: "http://" + text))
def test_addresses_that_pass_are_addresses(text):
    rfc3987 = pytest.importorskip("rfc3987")
    if is_uri(text):
        rfc3987.parse(text, rule="URI")
