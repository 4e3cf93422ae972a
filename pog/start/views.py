"""The start page, help, the language switch and the health checks."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from pog.convenings.seats import open_seats_of
from pog.core.database import db
from pog.profiles.queries import newest_published
from pog.web.doors import actor, public
from pog.web.languages import choose_language
from pog.web.pages import go_to, own_path, page

blueprint = Blueprint("start", __name__)

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    return page("start/home.html", seats=open_seats_of(actor()), examples=newest_published(3))


@blueprint.get("/help")
@public
def help_page() -> ResponseReturnValue:
    return page("start/help.html")


@blueprint.post("/language")
@public
def language() -> ResponseReturnValue:
    choose_language(request.form.get("language", ""))
    return go_to(own_path(request.form.get("next")) or "/")


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Answers while the process lives."""
    return "ok\n", 200, PLAIN


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Answers 200 once the database does, 503 (by the edge) while it does not."""
    db.session.execute(text("SELECT 1"))
    return "ok\n", 200, PLAIN
