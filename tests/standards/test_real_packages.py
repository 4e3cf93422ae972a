"""Files of real servers: read, written strictly, read again, nothing lost."""

from collections import Counter

import pytest

from pog.core.errors import Unreadable
from pog.standards.case.checking import findings
from pog.standards.case.reading import read_documents, read_package
from pog.standards.case.serialising import package_as_json
from pog.standards.case.tree import placed_items
from pog.standards.case.writing import canonical_json, file_text, write_package
from tests.standards.schemas import EXCHANGE, REAL_PACKAGES, needs_schemas, schema_errors

pytestmark = needs_schemas


def canonical(package):
    return canonical_json(package_as_json(package))


@pytest.mark.parametrize("path", REAL_PACKAGES, ids=lambda path: path.stem)
def test_real_files_go_round(path):
    read = read_package(path.read_bytes()).package
    document, losses = write_package(read)
    assert schema_errors(document) == []
    assert findings(document) == []
    assert all(loss.restorable for loss in losses)
    again = read_package(file_text(document).encode()).package
    assert canonical(again) == canonical(read)
    assert write_package(again)[0] == document


@pytest.mark.parametrize("path", REAL_PACKAGES, ids=lambda path: path.stem)
def test_every_type_of_association_goes_round(path):
    read = read_package(path.read_bytes()).package
    again = read_package(write_package(read)[0]).package
    before, after = (
        Counter(one.association_type for one in package.associations) for package in (read, again)
    )
    assert before == after


@pytest.mark.parametrize("path", REAL_PACKAGES, ids=lambda path: path.stem)
def test_every_item_has_a_place(path):
    package = read_package(path.read_bytes()).package
    placed = placed_items(package)
    assert {one.item.identifier for one in placed} == {one.identifier for one in package.items}
    assert len(placed) == len(package.items)


@pytest.mark.parametrize("path", REAL_PACKAGES, ids=lambda path: path.stem)
def test_real_files_as_case_1_0(path):
    document, losses = write_package(read_package(path.read_bytes()).package, "1.0")
    assert findings(document, "1.0") == []
    assert not any(loss.restorable for loss in losses)


def test_the_answer_of_a_server_about_all_its_frameworks():
    source = (EXCHANGE / "case" / "sb_getAllCFDocuments_response.json").read_bytes()
    with pytest.raises(Unreadable, match="list of 14 frameworks"):
        read_package(source)
    assert len(read_documents(source)) == 14
