"""The sections of the record, in the order people read them. One file each."""

from pog.records.sections import (
    agenda,
    attendance,
    ballots,
    clusters,
    comments,
    moderation,
    notes,
    outcome,
    revisions,
    suggestions,
    tables,
)
from pog.records.sections.interface import Section

SECTIONS: tuple[Section, ...] = (
    outcome.SECTION,
    attendance.SECTION,
    agenda.SECTION,
    notes.SECTION,
    clusters.SECTION,
    revisions.SECTION,
    suggestions.SECTION,
    comments.SECTION,
    moderation.SECTION,
    ballots.SECTION,
    tables.SECTION,
)
