"""What tables tell lower floors."""

from collections.abc import Iterable

from pog.ballots.hooks import Remark, remarks_before_close
from pog.ballots.models import Ballot
from pog.core.i18n import _, _n
from pog.tables.queries import sheets_of


@remarks_before_close
def tables_that_did_not_count(ballot: Ballot) -> Iterable[Remark]:
    """How many tables are not done with their count sheet; nothing when there are no tables."""
    lines = sheets_of(ballot.convening_id, ballot.id)
    if not lines:
        return
    waiting = sum(line.needs_a_look for line in lines)
    text = (
        _n(
            "%(num)s table has not counted its cards, or its count does not add up.",
            "%(num)s tables have not counted their cards, or their counts do not add up.",
            waiting,
        )
        if waiting
        else _("All tables have counted their cards.")
    )
    yield Remark(
        text=str(text),
        link=str(_("See the count sheets")),
        endpoint="tables.sheets",
        values={"ballot_id": ballot.id},
        warns=bool(waiting),
    )
