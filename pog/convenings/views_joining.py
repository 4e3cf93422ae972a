"""Joining: the code, the group, the nickname, the seat."""

import secrets
import uuid

from flask import Response, current_app, request, session, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from pog.accounts.visitors import ensure_guest
from pog.convenings import joining
from pog.convenings.blueprint import blueprint
from pog.convenings.forms import NO_GROUP, CodeForm, SeatForm
from pog.convenings.models import Convening, StakeholderGroup
from pog.convenings.pictures import qr_svg
from pog.convenings.seats import open_seats_of, seat_of
from pog.core.codes import read_code
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _, get_locale
from pog.web.doors import NOT_HERE, actor, public
from pog.web.limits import count_failure, refuse_after_failures
from pog.web.pages import explain, go_to, page
from pog.web.urls import absolute

BROWSER = "joining"
PER_BROWSER = "10 per minute"
# A hall shares one address and a school one kind of laptop: this only stops machines.
PER_ADDRESS = "300 per minute"


def browser_key() -> str:
    """A word only this browser's cookie has, until it gets a sign-in."""
    if BROWSER not in session:
        session[BROWSER] = secrets.token_urlsafe(18)
    return str(session[BROWSER])


def find_by_code(typed: str) -> Convening:
    """The convening this code leads to; too many wrong ones and the browser has to wait."""
    address = request.remote_addr or ""
    refuse_after_failures("join", address, PER_ADDRESS)
    if BROWSER in session:
        refuse_after_failures("join", session[BROWSER], PER_BROWSER)
    try:
        return joining.convening_to_join(typed)
    except Refusal:
        count_failure("join", address, PER_ADDRESS)
        count_failure("join", browser_key(), PER_BROWSER)
        raise


def ask_for_code(typed: str = "", refusal: Refusal | None = None) -> Response:
    form = CodeForm(formdata=None, code=typed)
    if refusal is not None:
        refusal.field = "code"
        explain(form, refusal)
    return page(
        "convenings/join.html",
        status=refusal.status if refusal else 200,
        form=form,
        seats=open_seats_of(actor()),
    )


@blueprint.get("/join")
@public
def join() -> ResponseReturnValue:
    """The box for the code; with a code in the address, on to the convening."""
    if "code" not in request.args:
        return ask_for_code()
    form = CodeForm(request.args)
    typed = str(form.code.data)
    try:
        convening = find_by_code(typed)
        if seat_of(actor(), convening.id) is None:
            joining.refuse_late_joining(convening)
    except Refusal as refusal:
        return ask_for_code(typed, refusal)
    return go_to(url_for("convenings.short", code=convening.join_code))


def sealed() -> URLSafeSerializer:
    """Nicknames travel sealed: people take one of ours, so nobody types a child's name."""
    return URLSafeSerializer(str(current_app.secret_key), salt="nickname")


def open_seal(token: str | None, convening: Convening) -> str | None:
    try:
        about, nickname = sealed().loads(token or "")
    except (BadSignature, ValueError, TypeError):
        return None
    return str(nickname) if about == str(convening.id) else None


def seat_form(convening: Convening) -> SeatForm:
    form = SeatForm()
    form.group.choices = [
        *((str(group.id), group.name) for group in convening.groups),
        (NO_GROUP, _("I would rather not say")),
    ]
    return form


def seat_page(
    convening: Convening,
    form: SeatForm,
    nickname: str,
    *,
    part: str | None = None,
    status: int = 200,
) -> Response:
    return page(
        "convenings/join_seat.html",
        part=part,
        into="#nickname" if part else None,
        status=status,
        convening=convening,
        form=form,
        nickname=nickname,
        sealed_nickname=sealed().dumps([str(convening.id), nickname]),
        letters={str(group.id): (group.letter, group.tone) for group in convening.groups},
    )


@blueprint.get("/j/<code>")
@public
def short(code: str) -> ResponseReturnValue:
    """The short address: pick a group and take a seat, or go back to the seat one has."""
    try:
        convening = find_by_code(code)
        if seat_of(actor(), convening.id) is not None:
            return go_to(url_for("convenings.show", convening_id=convening.id))
        joining.refuse_late_joining(convening)
    except Refusal as refusal:
        return ask_for_code(code[:20], refusal)
    browser_key()
    nickname = joining.suggested_nickname(convening, str(get_locale()))
    return seat_page(convening, seat_form(convening), nickname)


@blueprint.post("/j/<code>")
@public
def take_seat(code: str) -> ResponseReturnValue:
    """Take a seat. Sent twice, it leads to one seat."""
    try:
        convening = find_by_code(code)
        if seat_of(actor(), convening.id) is not None:
            return go_to(url_for("convenings.show", convening_id=convening.id))
        joining.refuse_late_joining(convening)
    except Refusal as refusal:
        return ask_for_code(code[:20], refusal)
    form = seat_form(convening)
    language = str(get_locale())
    nickname = open_seal(form.nickname.data, convening)
    if "another" in request.form:
        nickname = joining.suggested_nickname(convening, language)
        return seat_page(convening, form, nickname, part="convenings/_nickname.html")
    nickname = nickname or joining.suggested_nickname(convening, language)
    if not form.validate():
        return seat_page(convening, form, nickname, status=422)
    group = chosen_group(convening, form.group.data)
    key = browser_key()  # read first: a guest's sign-in begins the cookie anew
    visitor = ensure_guest()
    joining.join(
        convening, visitor.actor, group=group, nickname=nickname, language=language, key=key
    )
    return go_to(url_for("convenings.show", convening_id=convening.id))


def chosen_group(convening: Convening, chosen: str | None) -> StakeholderGroup | None:
    """The group with this identifier; None for those who would rather not say."""
    if chosen == NO_GROUP:
        return None
    wanted = uuid.UUID(chosen)
    return next((group for group in convening.groups if group.id == wanted), None)


@blueprint.get("/j/<code>/qr.svg")
@public
def qr(code: str) -> ResponseReturnValue:
    """The short address as a QR code. It is drawn for any code and tells nothing about it."""
    spelled = read_code(code)
    if spelled is None:
        raise NotFound(NOT_HERE)
    picture = qr_svg(absolute("convenings.short", code=spelled))
    return Response(
        picture,
        mimetype="image/svg+xml",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
