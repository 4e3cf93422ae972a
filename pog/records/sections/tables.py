"""Count sheets of the tables: cards handed out, entered, blank and spoiled, for each vote."""

from collections.abc import Iterator

from sqlalchemy import select

from pog.ballots.models import Ballot
from pog.core.database import db
from pog.core.i18n import _l
from pog.records.sections.interface import Asked, Content, Section, Sheet, yes_no
from pog.tables.models import CountSheet, Table


def gather(asked: Asked) -> Content | None:
    rows = db.session.execute(
        select(CountSheet, Table, Ballot.question, Ballot.round)
        .join(Table, Table.id == CountSheet.table_id)
        .join(Ballot, Ballot.id == CountSheet.ballot_id)
        .where(Table.convening_id == asked.convening.id, Ballot.state != "draft")
        .order_by(Ballot.opened_at, Ballot.id, Table.number)
    ).all()
    if not rows:
        return None
    return {
        "sheets": [
            {
                "question": question,
                "round": round_number,
                "table": table.number,
                "name": table.name,
                "handed_out": sheet.handed_out,
                "entered": sheet.entered,
                "blank": sheet.blank,
                "spoiled": sheet.spoiled,
                "adds_up": adds_up(sheet),
                "explanation": sheet.explanation,
            }
            for sheet, table, question, round_number in rows
        ]
    }


def adds_up(sheet: CountSheet) -> bool:
    return sheet.handed_out == sheet.entered + sheet.blank + sheet.spoiled


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
        "sheets[].handed_out": "Cards handed out.",
        "sheets[].entered": "Cards entered.",
        "sheets[].blank": "Cards left blank.",
        "sheets[].spoiled": "Cards nobody could read.",
        "sheets[].adds_up": "Whether entered, blank and spoiled make the cards handed out.",
        "sheets[].explanation": "What the scribe says where they do not.",
    },
)
