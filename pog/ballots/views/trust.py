"""The page that says in plain words how votes are kept and who can learn what."""

from flask.typing import ResponseReturnValue

from pog.ballots.views.blueprint import blueprint
from pog.web.doors import public
from pog.web.pages import page


@blueprint.get("/how-votes-are-kept")
@public
def trust() -> ResponseReturnValue:
    return page("ballots/trust.html")
