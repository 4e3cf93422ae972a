"""Long packages are written without ever being held as a whole."""

import json
import tracemalloc

from pog.standards.case.checking import findings
from pog.standards.case.reading import read_package
from pog.standards.case.sources import Source, source_of
from pog.standards.case.writing import Writing, write_package
from tests.standards.packages import association, item, package, uid


def generated(number, made=None):
    """A package whose items and associations are made while they are asked for."""

    def items():
        for place in range(number):
            if made is not None:
                made.append(place)
            yield item(1_000 + place, f"Statement {place}. " + "Measures and explains. " * 200)

    def associations():
        for place in range(number):
            yield association(500_000 + place, 1_000 + place, 1, sequenceNumber=place + 1)

    rest = {"CFDocument": package()["CFDocument"]}
    return Source(rest=rest, items=items, associations=associations)


def test_the_pieces_are_the_whole_file_with_an_object_in_each_line():
    read = read_package(package()).package
    text = "".join(Writing(source_of(read)).text())
    assert json.loads(text) == write_package(read)[0] == package()
    lines = [line.rstrip(",") for line in text.splitlines() if line.startswith('{"identifier"')]
    assert len(lines) == len(package()["CFItems"]) + len(package()["CFAssociations"]) + len(
        package()["CFRubrics"]
    )
    assert all(json.loads(line) for line in lines)


def test_older_files_are_written_in_pieces_too():
    read = read_package(package()).package
    writing = Writing(source_of(read), "1.0")
    document = json.loads("".join(writing.text()))
    assert (document, writing.losses()) == write_package(read, "1.0")


def test_what_is_held_does_not_grow_with_the_statements():
    """4,600 bytes of statement in each item: a thousand of them would be seen."""
    tracemalloc.start()
    try:
        size = sum(map(len, Writing(generated(1_000)).text()))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 4_600_000
    assert most < 2_300_000


def test_the_first_piece_comes_before_the_last_item_is_written():
    made = []
    pieces = Writing(generated(300, made)).text()
    next(pieces)
    assert len(made) < 2 * 300, "one way through to know the tree, and part of the second"
    assert sum(1 for _piece in pieces) > 5


def test_a_long_one_keeps_the_specification():
    document = json.loads("".join(Writing(generated(50)).text()))
    assert findings(document) == []
    assert [one["identifier"] for one in document["CFItems"][:2]] == [uid(1_000), uid(1_001)]
