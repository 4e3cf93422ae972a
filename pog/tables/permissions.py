"""Who may open a table and enter what it says: facilitators, and the table's own scribe."""

from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE
from pog.convenings.seats import seat_of
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.tables.models import Table

OPEN_TABLE = Permission("convening.open-table", Convening)
RUN_TABLE = Permission("table.run", Table)
"""See it, enter its answers and cards, and count them. Nobody else in the room sees a table."""


@OPEN_TABLE.granted_by
def facilitators_open_tables(actor: Actor, convening: Convening) -> bool:
    return FACILITATE.allows(actor, convening)


@OPEN_TABLE.granted_by
def scribes_open_theirs(actor: Actor, convening: Convening) -> bool:
    seat = seat_of(actor, convening.id)
    return seat is not None and seat.role == "scribe"


@RUN_TABLE.granted_by
def facilitators_run_it(actor: Actor, table: Table) -> bool:
    return FACILITATE.allows(actor, table.convening)


@RUN_TABLE.granted_by
def its_scribe_runs_it(actor: Actor, table: Table) -> bool:
    seat = seat_of(actor, table.convening_id)
    return seat is not None and seat.role == "scribe" and seat.id == table.scribe_id
