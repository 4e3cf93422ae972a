"""Notes in the browser: where the room collects, and the modules with the other pages."""

import uuid
from typing import Any

from flask import Flask, url_for
from flask.typing import ResponseReturnValue

from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, RUN_ACTIVITY, VIEW_CONVENING
from pog.convenings.seats import seat_of
from pog.notes import queries, reading, views_desk, views_writing  # their routes hang on it
from pog.notes.blueprint import blueprint
from pog.web.doors import actor, needs
from pog.web.pages import go_to, page

__all__ = ["blueprint", "install", "views_desk", "views_writing"]


@blueprint.get("/convenings/<uuid:convening_id>/notes")
@needs(VIEW_CONVENING)
def now(convening: Convening) -> ResponseReturnValue:
    """Where the room collects: the page to write on; for facilitators the desk of it."""
    activity = reading.collecting_now(convening)
    if activity is None:
        return page(
            "notes/none.html",
            convening=convening,
            seat=seat_of(actor(), convening.id),
            may_run=FACILITATE.allows(actor(), convening),
            plans=queries.collect_activities(convening.id),
        )
    if RUN_ACTIVITY.allows(actor(), activity):
        return go_to(url_for("notes.desk", activity_id=activity.id))
    return views_writing.notes_page(activity)


def notes_on_the_wall(convening_id: uuid.UUID) -> dict[str, Any]:
    """For the convening's projector: the collection the room is at, as the live region shows it."""
    return reading.stage_view(convening_id)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(notes_on_the_wall=notes_on_the_wall)
