"""Joining: the code, the group, the nickname, the seat."""

import secrets
import uuid
from dataclasses import dataclass

from flask import Response, current_app, request, session, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from pog.accounts.visitors import ensure_guest
from pog.convenings import cards, joining
from pog.convenings.blueprint import blueprint
from pog.convenings.forms import NO_GROUP, CodeForm, SeatForm
from pog.convenings.models import Card, Convening, Participant, StakeholderGroup
from pog.convenings.pictures import qr_svg
from pog.convenings.seats import open_seats_of, seat_of
from pog.core.codes import CARD_LENGTH, read_code
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _, get_locale
from pog.web.doors import NOT_HERE, actor, public
from pog.web.limits import count_failure, refuse_after_failures
from pog.web.pages import explain, go_to, notice, page
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """Where a typed code leads: into a convening, with a card or with the code on the screen."""

    convening: Convening
    card: Card | None
    code: str

    @property
    def taken_card(self) -> Card | None:
        """The card, when its seat is somebody's already."""
        return self.card if self.card is not None and self.card.used_at is not None else None

    def refuse_when_late(self) -> None:
        if self.card is None:
            joining.refuse_late_joining(self.convening)
        else:
            cards.refuse_dead_card(self.card)


def find_by_code(typed: str) -> WayIn:
    """Where this code leads; too many wrong ones and the browser has to wait."""
    address = request.remote_addr or ""
    refuse_after_failures("join", address, PER_ADDRESS)
    if BROWSER in session:
        refuse_after_failures("join", session[BROWSER], PER_BROWSER)
    try:
        card = cards.card_by_code(typed)
        if card is not None:
            code = read_code(typed, CARD_LENGTH) or ""
            return WayIn(convening=card.convening, card=card, code=code)
        convening = joining.convening_to_join(typed)
        return WayIn(convening=convening, card=None, code=convening.join_code)
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
        way = find_by_code(typed)
        if seat_of(actor(), way.convening.id) is None:
            way.refuse_when_late()
    except Refusal as refusal:
        return ask_for_code(typed, refusal)
    return go_to(url_for("convenings.short", code=way.code))


def sealed() -> URLSafeSerializer:
    """Nicknames travel sealed: people take one of ours, so nobody types a child's name."""
    return URLSafeSerializer(str(current_app.secret_key), salt="nickname")


def open_seal(token: str | None, convening: Convening) -> str | None:
    try:
        about, nickname = sealed().loads(token or "")
    except (BadSignature, ValueError, TypeError):
        return None
    return str(nickname) if about == str(convening.id) else None


def seat_form(way: WayIn) -> SeatForm:
    form = SeatForm()
    form.group.choices = [
        *((str(group.id), group.name) for group in way.convening.groups),
        (NO_GROUP, _("I would rather not say")),
    ]
    if way.card is not None and way.card.group is not None:
        form.group.data = str(way.card.group_id)
        form.group.raw_data = [form.group.data]
    return form


def seat_page(
    way: WayIn,
    form: SeatForm,
    nickname: str,
    *,
    part: str | None = None,
    status: int = 200,
) -> Response:
    convening = way.convening
    return page(
        "convenings/join_seat.html",
        part=part,
        into="#nickname" if part else None,
        status=status,
        convening=convening,
        code=way.code,
        card_group=None if way.card is None else way.card.group,
        form=form,
        nickname=nickname,
        sealed_nickname=sealed().dumps([str(convening.id), nickname]),
        letters={str(group.id): (group.letter, group.tone) for group in convening.groups},
    )


def to_own_seat(way: WayIn, seat: Participant) -> ResponseReturnValue:
    """One person has one seat: back to it, and a card that was not needed stays unused."""
    if way.card is not None and way.card.participant_id != seat.id:
        notice(_("You have a seat here already, so this card was not used."), "info")
    return go_to(url_for("convenings.show", convening_id=way.convening.id))


def taken_page(way: WayIn, card: Card, refusal: Refusal | None = None) -> Response:
    """The card's seat is in use: ask whether to continue on this device."""
    return page(
        "convenings/card_taken.html",
        status=refusal.status if refusal else 200,
        convening=way.convening,
        code=way.code,
        seat=card.participant,
        refusal=refusal,
    )


@blueprint.get("/j/<code>")
@public
def short(code: str) -> ResponseReturnValue:
    """The short address: pick a group and take a seat, or go back to the seat one has."""
    try:
        way = find_by_code(code)
        if (seat := seat_of(actor(), way.convening.id)) is not None:
            return to_own_seat(way, seat)
        way.refuse_when_late()
    except Refusal as refusal:
        return ask_for_code(code[:20], refusal)
    browser_key()
    if way.taken_card is not None:
        return taken_page(way, way.taken_card)
    nickname = joining.suggested_nickname(way.convening, str(get_locale()))
    return seat_page(way, seat_form(way), nickname)


@blueprint.post("/j/<code>")
@public
def take_seat(code: str) -> ResponseReturnValue:
    """Take a seat. Sent twice, it leads to one seat."""
    try:
        way = find_by_code(code)
        if (seat := seat_of(actor(), way.convening.id)) is not None:
            return to_own_seat(way, seat)
        way.refuse_when_late()
    except Refusal as refusal:
        return ask_for_code(code[:20], refusal)
    form = seat_form(way)
    language = str(get_locale())
    nickname = open_seal(form.nickname.data, way.convening)
    if "another" in request.form:
        nickname = joining.suggested_nickname(way.convening, language)
        return seat_page(way, form, nickname, part="convenings/_nickname.html")
    nickname = nickname or joining.suggested_nickname(way.convening, language)
    if not form.validate():
        return seat_page(way, form, nickname, status=422)
    group = chosen_group(way.convening, form.group.data)
    key = browser_key()  # read first: a guest's sign-in begins the cookie anew
    try:
        take(way, group=group, nickname=nickname, language=language, key=key)
    except Refusal as refusal:
        # Of two who used the card in the same moment this is the second.
        return ask_for_code(code[:20], refusal)
    return go_to(url_for("convenings.show", convening_id=way.convening.id))


def take(
    way: WayIn, *, group: StakeholderGroup | None, nickname: str, language: str, key: str
) -> Participant:
    if way.card is None:
        return joining.join(
            way.convening,
            ensure_guest().actor,
            group=group,
            nickname=nickname,
            language=language,
            key=key,
        )
    return cards.use_card(
        way.card,
        ensure_guest().actor,
        group=group,
        nickname=nickname,
        language=language,
        key=key,
    )


@blueprint.post("/j/<code>/continue")
@public
def continue_here(code: str) -> ResponseReturnValue:
    """Move the seat of a used card to this device."""
    try:
        way = find_by_code(code)
        way.refuse_when_late()
    except Refusal as refusal:
        return ask_for_code(code[:20], refusal)
    if way.taken_card is None:
        return go_to(url_for("convenings.short", code=way.code))
    try:
        cards.move_seat(way.taken_card, ensure_guest().actor)
    except Refusal as refusal:
        return taken_page(way, way.taken_card, refusal)
    notice(_("Your seat is on this device now. The other one has it no longer."))
    return go_to(url_for("convenings.show", convening_id=way.convening.id))


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
    spelled = read_code(code) or read_code(code, CARD_LENGTH)
    if spelled is None:
        raise NotFound(NOT_HERE)
    picture = qr_svg(absolute("convenings.short", code=spelled))
    return Response(
        picture,
        mimetype="image/svg+xml",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
