"""Pages that exist only to try out the frame, the pieces and the behaviours in a real browser."""

import threading
import time
import uuid
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Flask, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from pog.core.errors import Conflict
from pog.web.doors import public
from pog.web.pages import go_to, notice, page

THINGS = ("Adaptable", "Curious", "Kind")
blueprint = Blueprint("stage", __name__, template_folder="pages", url_prefix="/stage")


class AttributeForm(FlaskForm):
    name = StringField("Name", [InputRequired("Enter a name."), Length(max=120)])
    meaning = TextAreaField("What it means", [Length(max=40, message="Use 40 characters.")])
    group = RadioField("Group", [Optional()], choices=[("s", "Students"), ("f", "Families")])
    keep = SelectMultipleField("Keep", choices=[(name, name) for name in THINGS])
    shown = BooleanField("Show it at once")
    sector = SelectField("Sector", choices=[("k", "K-12"), ("w", "Workforce")])
    file = FileField("File")


class Memory:
    """What the stage was sent, and the order of its list."""

    def __init__(self) -> None:
        self.posted: list[str] = []
        self.injected = 0
        self.order = list(THINGS)


def memory() -> Memory:
    found: Memory = current_app.extensions["stage"]
    return found


def context(form: AttributeForm) -> dict[str, object]:
    now = datetime.now(UTC)
    seconds = float(request.args.get("seconds", 300))
    return {
        "form": form,
        "key": uuid.uuid4(),
        "order": memory().order,
        "ends_at": now + timedelta(seconds=seconds),
        "started_at": now - timedelta(seconds=600),
        "qr": Markup('<svg viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'),
        "plain": "plain" in request.args,
        "wait": request.args.get("wait", "0"),
    }


@blueprint.get("")
@public
def show() -> ResponseReturnValue:
    return page("stage_show.html", **context(AttributeForm()))


@blueprint.get("/wall")
@public
def wall() -> ResponseReturnValue:
    return page("stage_wall.html", **context(AttributeForm()))


@blueprint.get("/phone")
@public
def phone() -> ResponseReturnValue:
    return page("stage_phone.html", **context(AttributeForm()))


@blueprint.get("/paper")
@public
def paper() -> ResponseReturnValue:
    return page("stage_paper.html", **context(AttributeForm()))


@blueprint.get("/sure")
@public
def sure() -> ResponseReturnValue:
    return page("stage_sure.html")


@blueprint.post("/retire")
@public
def retire() -> ResponseReturnValue:
    notice("It is retired.")
    return go_to(url_for("stage.show"))


@blueprint.post("/save")
@public
def save() -> ResponseReturnValue:
    time.sleep(float(request.args.get("wait", 0)))
    form = AttributeForm()
    if form.name.data == "clash":
        raise Conflict("There is already an attribute of this name.")
    if form.name.data == "crash":
        abort(500)
    if not form.validate():
        return page("stage_show.html", part="_stage_form.html", status=422, **context(form))
    memory().posted.append(str(form.name.data))
    if request.headers.get("HX-Request"):
        return page("stage_show.html", part="_stage_form.html", **context(AttributeForm(None)))
    notice("It is saved.")
    return go_to(url_for("stage.show", plain=1))


@blueprint.post("/move")
@public
def move() -> ResponseReturnValue:
    order = memory().order
    place = order.index(request.form["thing"])
    other = place + (1 if request.form["way"] == "down" else -1)
    order[place], order[other] = order[other], order[place]
    if request.headers.get("HX-Request"):
        return page("stage_show.html", part="_stage_list.html", order=order)
    return go_to(url_for("stage.show"))


@blueprint.post("/injected")
@public
def injected() -> ResponseReturnValue:
    """What markup written by a stranger would send to."""
    memory().injected += 1
    return "sent"


class Stage:
    """The real application with a few more pages, on a port, in this process."""

    def __init__(self, app: Flask) -> None:
        self.memory = app.extensions["stage"] = Memory()
        app.register_blueprint(blueprint)
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
