"""What a table gets on paper: the questions, a card for each person, and the count sheet."""

from flask.typing import ResponseReturnValue

from pog.ballots.methods import method_named
from pog.convenings.permissions import FACILITATE
from pog.tables import queries
from pog.tables.blueprint import blueprint
from pog.tables.models import Table
from pog.tables.permissions import RUN_TABLE
from pog.web.doors import actor, needs
from pog.web.pages import page


@blueprint.get("/tables/<uuid:table_id>/paper")
@needs(RUN_TABLE)
def paper(table: Table) -> ResponseReturnValue:
    """For scribes what is open; facilitators print what is still being prepared as well."""
    whole = queries.whole_table(table)
    drafts = FACILITATE.allows(actor(), table.convening)
    ballots = queries.ballots_to_print(table.convening, drafts=drafts)
    return page(
        "tables/paper.html",
        convening=table.convening,
        table=whole,
        cards=whole.cards_in_use,
        ballots=[(one, method_named(one.method)) for one in ballots],
    )
