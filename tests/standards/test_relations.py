"""Kind, direction and strength of a relation survive the way through CASE."""

import pytest

from pog.standards.case.relations import (
    ReadRelation,
    RelationKind,
    extensions_for,
    losses_of,
    relation_of,
    spelling,
)


@pytest.mark.parametrize(("kind", "newer", "older", "swapped"), [
    ("exact", "exactMatchOf", "exactMatchOf", False),
    ("strong_overlap", "ext:majorRelated", "isRelatedTo", False),
    ("weak_overlap", "ext:minorRelated", "isRelatedTo", False),
    ("related", "isRelatedTo", "isRelatedTo", False),
    ("target_broader", "isPartOf", "isPartOf", False),
    ("target_narrower", "isPartOf", "isPartOf", True),
    ("peer", "isPeerOf", "isPeerOf", False),
    ("prerequisite", "precedes", "precedes", False),
])  # fmt: skip
def test_every_kind_has_its_spelling(kind, newer, older, swapped):
    assert (spelling(kind).association_type, spelling(kind).swapped) == (newer, swapped)
    assert (spelling(kind, "1.0").association_type, spelling(kind, "1.0").swapped) == (
        older,
        swapped,
    )


def test_no_kind_is_forgotten():
    assert all(spelling(kind) and spelling(kind, "1.0") for kind in RelationKind)


@pytest.mark.parametrize("kind", RelationKind)
@pytest.mark.parametrize("version", ["1.1", "1.0"])
def test_our_own_note_restores_everything(kind, version):
    written = spelling(kind, version)
    read = relation_of(written.association_type, extensions_for(kind))
    assert read == ReadRelation(kind, swapped=written.swapped)


def test_what_others_write():
    assert relation_of("isPartOf", {}) == ReadRelation(RelationKind.TARGET_BROADER)
    assert relation_of("ext:hasPart", {}) == ReadRelation(RelationKind.TARGET_NARROWER)
    assert relation_of("ext:majorRelated", {}) == ReadRelation(RelationKind.STRONG_OVERLAP)


@pytest.mark.parametrize("name", ["ext:colour", "replacedBy", "exemplar", "hasSkillLevel"])
def test_types_we_have_no_word_for_are_passed_on(name):
    assert relation_of(name, {}) == ReadRelation(RelationKind.RELATED, verbatim=name)


def test_the_tree_is_not_a_relation():
    assert relation_of("isChildOf", extensions_for("exact")) is None


def test_a_type_changed_by_others_counts_more_than_our_note():
    assert relation_of("exactMatchOf", extensions_for("peer")) == ReadRelation(RelationKind.EXACT)


@pytest.mark.parametrize(
    "notes", [{"pog": 3}, {"pog": {"relation": []}}, {"pog": {"relation": "x"}}]
)
def test_notes_that_are_not_ours(notes):
    assert relation_of("isPeerOf", notes) == ReadRelation(RelationKind.PEER)


def test_losses_are_counted():
    kinds = ["strong_overlap"] * 12 + ["weak_overlap"] + ["exact"]
    assert losses_of(kinds) == []
    assert [(loss.count, loss.message) for loss in losses_of(kinds, "1.0")] == [
        (12, "12 strong links became isRelatedTo: CASE 1.0 has no word for their strength."),
        (1, "One weak link became isRelatedTo: CASE 1.0 has no word for its strength."),
    ]
