"""Notes of every round that was shown to everybody, with their stars."""

from collections.abc import Iterator

from pog.core.i18n import _l
from pog.notes.models import Note
from pog.notes.queries import RoundOfNotes, rounds_of
from pog.records.sections.interface import Asked, Content, Section, Sheet, author, yes_no


def gather(asked: Asked) -> Content | None:
    rounds = [one_round(asked, told) for told in rounds_of(asked.convening.id)]
    return {"rounds": rounds} if rounds else None


def one_round(asked: Asked, told: RoundOfNotes) -> Content:
    return {
        "activity": told.activity.title,
        "round": told.round,
        "revealed_at": told.collection.revealed_at,
        "written": told.written,
        "kept_private": told.kept_private,
        "notes": [one_note(asked, told, note) for note in told.notes],
    }


def one_note(asked: Asked, told: RoundOfNotes, note: Note) -> Content:
    rating = told.rating(note)
    return {
        "number": note.number,
        "author": author(
            asked, nickname=note.author_name, group=note.group_name, role="participant"
        ),
        "text": None if note.is_hidden else note.text,
        "hidden": note.is_hidden,
        "hidden_reason": note.hidden_reason if note.is_hidden else None,
        "stars": rating.total,
        "starred_by": rating.people,
    }


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Notes",
        head=["Step", "Round", "Number", "Group", "Note", "Stars", "Starred by", "Hidden", "Why"],
        rows=[
            (
                one["activity"],
                one["round"],
                note["number"],
                note["author"],
                note["text"] or "",
                note["stars"],
                note["starred_by"],
                yes_no(note["hidden"]),
                note["hidden_reason"] or "",
            )
            for one in content["rounds"]
            for note in one["notes"]
        ],
        widths=(28, 8, 9, 24, 80, 8, 10, 8, 40),
    )


SECTION = Section(
    name="notes",
    title=_l("Ideas we collected"),
    icon="add",
    template="records/_notes.html",
    gather=gather,
    sheets=sheets,
    fields={
        "rounds[].activity": "The step of the agenda.",
        "rounds[].round": "Its round.",
        "rounds[].revealed_at": "When the notes were shown to everybody; null when never.",
        "rounds[].written": "How many notes were written.",
        "rounds[].kept_private": "How many of them were never shown; their words are not told.",
        "rounds[].notes[].number": "Its number in the round.",
        "rounds[].notes[].author": "The group, with the nickname if names were chosen.",
        "rounds[].notes[].text": "Its words; null when it was hidden.",
        "rounds[].notes[].hidden": "Whether a facilitator hid it.",
        "rounds[].notes[].hidden_reason": "Why it was hidden.",
        "rounds[].notes[].stars": "All stars it was given.",
        "rounds[].notes[].starred_by": "By how many people.",
    },
)
