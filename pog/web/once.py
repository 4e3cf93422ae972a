"""Every form is done once, however often it is sent: on bad wifi, by two taps, from the outbox.

A form carries a key (`fields.form` writes it). The same key with the same content from the same
browser is answered as the first time, without doing it again; that is asked before anything else,
so what was stored stays stored, even when the phase has closed since. What was refused leaves
nothing behind and may be sent again.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, make_response, request, session
from werkzeug.wrappers import Response as BaseResponse

from pog.core import submissions
from pog.core.clock import now
from pog.core.i18n import _
from pog.web.doors import actor
from pog.web.pages import go_to, notice, own_path, wants_part

FIELD = "idempotency_key"
WAITED = "X-Pog-Waited"
"""Sent by the outbox: for how many seconds this has waited on the device."""
STORED = "X-Pog-Stored"
"""Told to the outbox, which believes no other answer: a hall's own login page says 200, too."""
FLASHES = "_flashes"  # where Flask keeps notices for the next page

_sign_in_again: list[Callable[[str], None]] = []


def signs_in_again(renew: Callable[[str], None]) -> Callable[[str], None]:
    """Register who gives a browser the sign-in of its own first submission once more."""
    _sign_in_again[:] = [renew]
    return renew


def new_key() -> str:
    """A key for a form; it only has to differ from others of the same browser."""
    return secrets.token_urlsafe(9)


def viewer_mark() -> str | None:
    """By this a page knows what its own viewer left in the outbox of a shared device."""
    who = actor().sign_in_id
    return seal("viewer", str(who))[:10] if who else None


def begin() -> BaseResponse | None:
    """Before a form is worked on: answer at once when it was done already."""
    key = request.form.get(FIELD) if request.method == "POST" else None
    if not key or request.endpoint is None:
        return None
    digest = digest_of(key)
    g.sign_in_token = seal("sign-in", key, digest)
    g.flashes_before = len(session.get(FLASHES, []))
    earlier = submissions.take(digest)
    if earlier is None:
        g.submission = digest
        return None
    return answer_again(earlier)


def seal(*parts: object) -> str:
    """A digest nobody can make without the site's secret."""
    secret = str(current_app.secret_key).encode()
    found = hmac.new(secret, json.dumps(parts).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(found).decode().rstrip("=")


def digest_of(key: str) -> str:
    """Who sends what to where, with which key."""
    who = actor().sign_in_id
    sender = f"sign-in {who}" if who else f"browser {session.get('csrf_token')}"
    values = [pair for pair in request.form.lists() if pair[0] not in (FIELD, "csrf_token")]
    files = [(name, file.filename) for name, file in request.files.items(multi=True)]
    size = request.content_length if files else None
    return seal(sender, key, request.full_path, values, files, size)


def answer_again(earlier: submissions.Submission) -> BaseResponse:
    if actor().sign_in_id is None:
        for renew in _sign_in_again:
            renew(g.sign_in_token)
    notices = earlier.said.get("notices", [])
    for kind, text in notices:
        flash(text, kind)
    if not notices and earlier.location is None:
        notice(_("We have this already, so it was not stored twice."), "info")
    return go_to(earlier.location or page_of_the_form())


def page_of_the_form() -> str:
    """The page somebody stands on, as the browser says."""
    parts = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    return own_path(f"{parts.path}?{parts.query}" if parts.query else parts.path) or "/"


def own_sign_in_token() -> str | None:
    """The token for a sign-in that this submission begins: repeated, it is the same one.

    Else a guest whose first answer got lost would sit in the room twice. Nobody can compute it
    from what is stored.
    """
    return g.sign_in_token if "submission" in g else None


def say_again(sentence: str) -> None:
    """What a part says when it is stored, for whoever sends it again and gets the page."""
    g.said_again = [("success", sentence)]


def finish(response: Response) -> Response:
    """In the same transaction as the change: keep how it was answered."""
    digest = g.get("submission")
    if digest is None or response.status_code >= 400:
        return response
    location = response.headers.get("HX-Redirect") or response.location
    # "form": a plain form that the outbox sends first, which shows no part.
    is_part = wants_part() and request.headers.get("HX-Request-Type") != "form"
    if g.get("asked_to_sign_in") or not (location or is_part):
        submissions.forget(digest)  # a page that only shows something may be asked for again
        return response
    said = session.get(FLASHES, [])[g.flashes_before :] or g.get("said_again", [])
    submissions.remember(digest, location, said)
    return response


def tell_outbox(response: Response) -> Response:
    """After the commit: the outbox needs no page, only to know that it is stored, or why not."""
    if WAITED not in request.headers or request.method != "POST":
        return response
    if response.status_code >= 400:
        return make_response({"said": g.get("refusals", [])}, response.status_code)
    if g.get("asked_to_sign_in"):
        sentence = _("You are no longer signed in here. Sign in or join again, then send it.")
        return make_response({"said": [str(sentence)]}, 401)
    # Notices are for the page somebody waits for; nobody does.
    if "flashes_before" in g and FLASHES in session:
        session[FLASHES] = session[FLASHES][: g.flashes_before]
    answer = make_response("", 204)
    answer.headers[STORED] = "1"
    return answer


def pressed_at() -> datetime | None:
    """When somebody pressed the button, for what waited in the outbox since.

    The device says for how long, not when: its clock may be wrong.
    """
    try:
        waited = float(request.headers.get(WAITED, ""))
    except ValueError:
        return None
    if not 0 <= waited <= submissions.KEPT.total_seconds():
        return None
    return now() - timedelta(seconds=waited)
