"""The projector page, and the sealed link that opens it on a machine of the hall."""

import uuid

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from pog.accounts.visitors import ensure_guest
from pog.convenings import joining
from pog.convenings.blueprint import blueprint
from pog.convenings.models import Convening
from pog.convenings.permissions import VIEW_CONVENING
from pog.convenings.queries import summons_view, timer_view, wall_view
from pog.core.errors import NotFound
from pog.core.i18n import _
from pog.web.doors import NOT_HERE, actor, find, needs, public
from pog.web.pages import go_to, page
from pog.web.urls import absolute


def seal() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="projector")


def projector_address(convening: Convening) -> str:
    """A full address that shows the projector page on a machine nobody signed in on.

    It carries the join code: whoever gives out a new code ends the old links, too.
    """
    return absolute("convenings.screen", key=seal().dumps([convening.id.hex, convening.join_code]))


def unsealed(key: str) -> Convening:
    try:
        identifier, code = seal().loads(key)
        convening = find(Convening, uuid.UUID(hex=identifier))
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound(NOT_HERE) from error
    if convening.join_code != code:
        raise NotFound(_("This link is no longer in use. Take the new one from the desk."))
    return convening


@blueprint.get("/convenings/<uuid:convening_id>/projector")
@needs(VIEW_CONVENING)
def projector(convening: Convening) -> ResponseReturnValue:
    """What the room reads from its wall: the code, the activity, numbers; no names."""
    called = summons_view(convening.id)
    return page(
        "convenings/projector.html",
        **wall_view(convening.id),
        **timer_view(convening.id),
        summons=called["summons"],
        came=called["came"],
    )


@blueprint.get("/screen")
@public
def screen() -> ResponseReturnValue:
    """Where the sealed link leads: asks once, then this machine shows the projector page."""
    key = request.args.get("key")
    if key is None:
        return go_to(url_for("convenings.join"))
    convening = unsealed(key)
    if VIEW_CONVENING.allows(actor(), convening):
        return go_to(url_for("convenings.projector", convening_id=convening.id))
    return page("convenings/screen.html", convening=convening, key=key)


@blueprint.post("/screen")
@public
def take_screen() -> ResponseReturnValue:
    """Give this machine an observer's seat, so that its page stays live like any other."""
    convening = unsealed(request.form.get("key", ""))
    if not VIEW_CONVENING.allows(actor(), convening):
        joining.seat_screen(convening, ensure_guest().actor)
    return go_to(url_for("convenings.projector", convening_id=convening.id))
