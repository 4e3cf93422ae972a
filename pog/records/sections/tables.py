"""Count sheets of the tables: cards handed out, entered, blank and spoiled, for each vote."""

from collections.abc import Iterator

from pog.core.i18n import _l
from pog.records.cards import Counted, counted_cards
from pog.records.sections.interface import Asked, Content, Section, Sheet, yes_no
from pog.tables.queries import EVEN


def gather(asked: Asked) -> Content | None:
    told = [
        one_sheet(one)
        for one in counted_cards(asked.convening.id)
        if one.line.entered or one.line.sheet is not None
    ]
    return {"sheets": told} if told else None


def one_sheet(one: Counted) -> Content:
    line, sheet = one.line, one.line.sheet
    return {
        "question": one.ballot.question,
        "round": one.ballot.round,
        "table": line.table.number,
        "name": line.table.name,
        "handed_out": sheet.handed_out if sheet else None,
        "entered": line.entered,
        "blank": sheet.blank if sheet else None,
        "spoiled": sheet.spoiled if sheet else None,
        "adds_up": line.state == EVEN if sheet else None,
        "explanation": sheet.explanation if sheet else "",
    }


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Count sheets",
        head=["Question", "Round", "Table", "Name", "Handed out", "Entered", "Blank", "Spoiled",
              "Adds up", "Explanation"],
        rows=[
            (one["question"], one["round"], one["table"], one["name"], one["handed_out"],
             one["entered"], one["blank"], one["spoiled"], yes_no(one["adds_up"]),
             one["explanation"])
            for one in content["sheets"]
        ],
        widths=(44, 8, 8, 20, 12, 10, 8, 9, 9, 60),
    )  # fmt: skip


SECTION = Section(
    name="tables",
    title=_l("Paper cards at the tables"),
    icon="map",
    template="records/_tables.html",
    gather=gather,
    sheets=sheets,
    fields={
        "sheets[].question": "The question.",
        "sheets[].round": "Its round.",
        "sheets[].table": "Number of the table.",
        "sheets[].name": "Its other name, if it has one.",
        "sheets[].handed_out": "Cards handed out; null when the table was not counted.",
        "sheets[].entered": "Cards entered.",
        "sheets[].blank": "Cards left blank.",
        "sheets[].spoiled": "Cards nobody could read.",
        "sheets[].adds_up": "Whether they make the cards handed out; null without a count.",
        "sheets[].explanation": "What the scribe says where they do not.",
    },
)
