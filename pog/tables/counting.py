"""Count sheets: cards handed out are entered, blank or spoiled, or the scribe says why not."""

from sqlalchemy.dialects import postgresql, sqlite

from pog.ballots.models import Ballot
from pog.ballots.services import lock
from pog.ballots.voting import in_time
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _, _l
from pog.core.markup import clean_text
from pog.core.work import publish
from pog.tables.events import SheetKept
from pog.tables.models import EXPLANATION_LIMIT, CountSheet, Table
from pog.tables.queries import entered_at


def keep_sheet(
    ballot: Ballot,
    table: Table,
    *,
    handed_out: int,
    blank: int,
    spoiled: int,
    explanation: str = "",
    by: str,
) -> None:
    """Store the scribe's count of one ballot; refuse one that neither adds up nor says why."""
    lock(ballot, shared=True)
    if not in_time(ballot):
        raise Conflict(_l("Voting is closed, so this count was not stored. It is shown here."))
    told = clean_text(explanation)
    if len(told) > EXPLANATION_LIMIT:
        raise Refusal(_l("Use at most 500 characters."), field="explanation")
    entered = len(entered_at(table, ballot))
    together = entered + blank + spoiled
    if together != handed_out and not told:
        raise Refusal(
            _(
                "You handed out %(handed_out)s cards, but entered, blank and spoiled ones make "
                "%(together)s. Correct the numbers, or write down why.",
                handed_out=handed_out,
                together=together,
            ),
            field="explanation",
        )
    store(
        ballot,
        table,
        {
            "handed_out": handed_out,
            "blank": blank,
            "spoiled": spoiled,
            "entered": entered,
            "explanation": "" if together == handed_out else told,
            "kept_by": by,
            "kept_at": now(),
        },
    )
    publish(SheetKept(convening_id=table.convening_id, table_id=table.id, ballot_id=ballot.id))


def store(ballot: Ballot, table: Table, values: dict[str, object]) -> None:
    """Insert it, or take the place of the one before."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    db.session.execute(
        insert(CountSheet)
        .values(ballot_id=ballot.id, table_id=table.id, **values)
        .on_conflict_do_update(index_elements=["ballot_id", "table_id"], set_=values)
    )
    known = db.session.get(CountSheet, (ballot.id, table.id))
    if known is not None:
        db.session.refresh(known)
