"""Reading survives what servers send and says what was odd about it."""

import json

import pytest

from pog.standards.case.reading import read_documents, read_package
from pog.standards.case.tree import placed_items
from tests.standards.packages import DOCUMENT, as_bytes, association, item, node, package, uid


def messages(raw):
    return " ".join(remark.message for remark in read_package(raw).warnings)


def test_a_plain_package_is_read_without_a_word_about_its_form():
    reading = read_package(as_bytes(package()))
    assert [item.full_statement for item in reading.package.items] == [
        "Listens and answers.",
        "Plans ahead.",
        "Says it again in other words.",
    ]
    assert reading.package.items[0].education_level == ("09", "10")
    assert reading.package.document.license_uri.title == "CC BY 4.0"
    assert reading.package.associations[3].group == uid(34)
    assert reading.package.definitions.licenses[0].license_text == "Share it."
    assert reading.package.rubrics[0]["title"] == "Listening"
    assert [remark.where for remark in reading.warnings] == ["$.CFAssociations[4]"]


def test_reading_leaves_the_source_as_it_was():
    raw = package()
    read_package(raw)
    assert raw == package()


def test_bytes_with_a_byte_order_mark():
    assert (
        read_package(b"\xef\xbb\xbf" + as_bytes(package())).package.document.identifier == DOCUMENT
    )


@pytest.mark.parametrize("wrap", [
    lambda raw: {"CFPackage": raw},
    lambda raw: [raw],
    lambda raw: {"data": {"cfPackage": raw}},
])  # fmt: skip
def test_wrapped_packages(wrap):
    assert read_package(as_bytes(wrap(package()))).package == read_package(package()).package


def test_other_capitals():
    raw = package()
    raw["cfItems"] = raw.pop("CFItems")
    raw["cfItems"][0]["educationalLevel"] = raw["cfItems"][0].pop("educationLevel")
    raw["cfItems"][0]["fullstatement"] = raw["cfItems"][0].pop("fullStatement")
    assert read_package(raw).package == read_package(package()).package
    assert "“educationalLevel” was read as “educationLevel”" in messages(raw)


def test_identifiers_in_capitals():
    raw = json.loads(json.dumps(package()).replace("8f0c3c1e", "8F0C3C1E"))
    for one in raw["CFItems"]:
        one["uri"] = one["uri"].lower()
    assert read_package(raw).package.items[0].identifier == uid(11)
    assert len(placed_items(read_package(raw).package)) == 3


def test_the_way_back_to_the_document_is_left_out_of_items():
    raw = package()
    raw["CFItems"][0]["CFDocumentURI"] = node(1)
    raw["CFItems"][1]["CFDocumentURI"] = node(2)
    first, second, _third = read_package(raw).package.items
    assert first.extra == {}
    assert second.extra == {"CFDocumentURI": node(2)}


def test_the_package_may_have_another_identifier_than_the_document():
    raw = package()
    assert read_package(raw).package.document.package_identifier == DOCUMENT
    raw["CFDocument"]["CFPackageURI"] = node(77)
    assert read_package(raw).package.document.package_identifier == uid(77)


def test_unknown_fields_are_kept():
    raw = package()
    raw["CFItems"][0]["_opensalt"] = {"subtype": "x"}
    raw["more"] = [1]
    found = read_package(raw).package
    assert found.items[0].extra == {"_opensalt": {"subtype": "x"}}
    assert found.extra == {"more": [1]}


def test_nulls_and_characters_nobody_can_store():
    raw = package()
    raw["CFItems"][0]["notes"] = None
    raw["CFItems"][1]["notes"] = "a\x00b\ud800c"
    found = read_package(raw)
    assert found.package.items[0].notes is None
    assert found.package.items[1].notes == "a\ufffdb\ufffdc"
    assert "(null)" in messages(raw)


def test_values_of_another_kind():
    raw = package()
    raw["CFDocument"]["subject"] = "Life"
    raw["CFItems"][0]["humanCodingScheme"] = 7
    raw["CFItems"][1]["abbreviatedStatement"] = {"en": "Plan"}
    raw["CFItems"][2]["extensions"] = "none"
    raw["CFAssociations"][0]["sequenceNumber"] = "4"
    raw["CFAssociations"][1]["sequenceNumber"] = 10**30
    found = read_package(as_bytes(raw)).package
    assert found.document.subject == ("Life",)
    assert found.items[0].human_coding_scheme == "7"
    assert found.items[1].extra == {"abbreviatedStatement (as read)": {"en": "Plan"}}
    assert found.items[2].extra == {"extensions (as read)": "none"}
    assert found.associations[0].sequence_number == 4
    assert found.associations[1].extra == {"sequenceNumber (as read)": 10**30}


def test_ends_in_short_and_associations_with_one_end():
    raw = package()
    raw["CFAssociations"][0]["originNodeURI"] = uid(11)
    raw["CFAssociations"][1]["originNodeURI"] = {"title": "x", "uri": "urn:fdc:x"}
    del raw["CFAssociations"][2]["destinationNodeURI"]
    del raw["CFAssociations"][3]["associationType"]
    raw["CFItems"].append("not an item")
    found = read_package(raw).package
    assert found.associations[0].origin.identifier == uid(11)
    assert found.associations[1].origin.identifier == "urn:fdc:x"
    assert found.associations[2].association_type == "isRelatedTo"
    assert len(found.associations) == 4
    assert set(found.extra["skipped"]) == {"CFAssociations", "CFItems"}


def test_missing_identifiers_are_made_and_stay_the_same():
    raw = package()
    del raw["CFItems"][2]["identifier"], raw["CFDocument"]["identifier"]
    first, second = read_package(raw).package, read_package(raw).package
    assert first == second
    assert first.items[2].identifier
    assert "one was made" in messages(raw)


def test_a_thing_told_twice_is_kept_once():
    raw = package()
    raw["CFItems"].append(item(11, notes="again"))
    found = read_package(raw).package
    assert len(found.items) == 3
    assert found.extra["skipped"]["CFItems"][0]["notes"] == "again"


def test_the_same_key_twice_is_remarked():
    text = as_bytes(package()).replace(b'"creator": ', b'"creator": "Nobody", "creator": ')
    reading = read_package(text)
    assert reading.package.document.creator == "Orchard County Schools"
    assert "“creator” stands twice" in reading.warnings[0].message


def test_items_without_parents_or_numbers_still_have_a_place():
    raw = package()
    raw["CFItems"] += [item(14, "Loose."), item(15, "Unnumbered.")]
    raw["CFAssociations"].append(association(26, 15, 1))
    raw["CFAssociations"][0]["sequenceNumber"] = 9
    placed = placed_items(read_package(raw).package)
    found = [
        (one.item.identifier, one.parent_identifier, one.depth, one.position) for one in placed
    ]
    assert found == [
        (uid(12), None, 0, 0),
        (uid(11), None, 0, 1),
        (uid(13), uid(11), 1, 0),
        (uid(15), None, 0, 2),
        (uid(14), None, 0, 3),
    ]  # fmt: skip
    assert "stands at the top" in messages(raw)


def test_the_list_of_frameworks_a_server_has():
    document = package()["CFDocument"]
    for raw in ({"CFDocuments": [document]}, [document]):
        assert [one.title for one in read_documents(as_bytes(raw))] == ["What our graduates can do"]
