"""The edge: where a request becomes one unit of work, kept or dropped as a whole."""

import logging
import uuid
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from pog.core import work
from pog.core.database import allow_writing
from pog.core.errors import Forbidden, NotFound, Refusal, TooLarge
from pog.core.i18n import _
from pog.web import once
from pog.web.doors import NOT_HERE

log = logging.getLogger(__name__)
csrf = CSRFProtect()
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def guard_edge(app: Flask) -> None:
    """One request is one unit of work, and every refusal is a page with a sentence."""
    csrf.init_app(app)
    app.before_request(open_work)
    app.before_request(once.begin)
    # Flask calls these from the last to the first.
    app.after_request(once.tell_outbox)
    app.after_request(close_work)
    app.after_request(once.finish)
    app.teardown_request(forget)
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(CSRFError, show_stale_page)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(OperationalError, show_unavailable)
    app.register_error_handler(IntegrityError, show_clash)
    app.register_error_handler(DataError, show_unstorable)
    app.register_error_handler(500, show_failure)


def open_work() -> None:
    allow_writing(request.method not in READING)
    if request.method not in READING and not from_here():
        raise Forbidden(_("This request came from another site, so nothing was done."))


def from_here() -> bool:
    """Browsers say where a form was sent from; another site's form is refused."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or site_of(origin) == request.host


def site_of(origin: str) -> str | None:
    """Host and port of an origin; None when it is no address at all."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def close_work(response: Response) -> Response:
    if request.method in READING:
        return response
    if response.status_code >= 400:
        work.drop()
        return response
    try:
        work.keep()
    except OperationalError as error:
        return show_unavailable(error)
    except IntegrityError as error:
        return show_clash(error)
    return response


def forget(_error: BaseException | None) -> None:
    work.drop()
    allow_writing(False)


def error_page(status: int, title: str, sentence: str) -> Response:
    """A page that says what happened; as a notice on the page for htmx."""
    g.refusals = [sentence]
    template = "shared/error.html"
    if request.headers.get("HX-Request") == "true":
        template = "shared/_error_notice.html"
    body = render_template(template, title=title, sentence=sentence, status=status)
    response = make_response(body, status)
    if template.endswith("_error_notice.html"):
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "beforeend"
    return response


def title_of(status: int) -> str:
    titles = {
        400: _("That did not work"),
        403: _("This is not for you to change"),
        404: _("Nothing here"),
        405: _("That did not work"),
        409: _("Somebody was faster"),
        413: _("That is too large"),
        429: _("Please wait a little"),
        503: _("Not possible right now"),
    }
    return str(titles.get(status) or _("That did not work"))


def show_refusal(refusal: Refusal) -> Response:
    return error_page(refusal.status, title_of(refusal.status), str(refusal))


def show_stale_page(_error: CSRFError) -> Response:
    sentence = _("This page was open for too long. Go back, reload it and send it once more.")
    return error_page(400, title_of(400), sentence)


def show_http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error  # redirects are exceptions, too
    if isinstance(error, RequestEntityTooLarge):
        limit = current_app.config["POG_SETTINGS"].upload_limit // 1024**2
        return show_refusal(
            TooLarge(_("This file is too large. The limit is %(limit)s MB.", limit=limit))
        )
    if error.code == 404:
        return show_refusal(NotFound(NOT_HERE))
    if error.code == 405:
        return error_page(405, title_of(405), _("This address takes no such request."))
    if error.code >= 500:
        return show_failure(error)
    return error_page(error.code, title_of(error.code), error.description or title_of(error.code))


def show_unavailable(error: OperationalError) -> Response:
    work.drop()  # the page of the refusal reads who is looking, which needs a sound session
    log.error("The database refused: %s", error)
    sentence = _("We could not store this just now, so nothing was changed. Please try again.")
    response = error_page(503, title_of(503), sentence)
    response.headers["Retry-After"] = "5"
    return response


def show_clash(error: IntegrityError) -> Response:
    """Two people did the same in one moment, and the database kept the first."""
    work.drop()
    log.warning("Two changes met at %r: %s", request.path, error)
    sentence = _(
        "Somebody changed the same thing in this moment, so nothing of yours was changed. "
        "Please try again."
    )
    return error_page(409, title_of(409), sentence)


def show_unstorable(error: DataError) -> Response:
    """PostgreSQL takes no NUL in a text and no number beyond its own; a browser sends neither."""
    work.drop()
    log.warning("Not storable at %r: %s", request.path, error)
    sentence = _("This cannot be read or stored, so nothing was changed.")
    return error_page(422, title_of(422), sentence)


def show_failure(error: BaseException) -> Response:
    work.drop()
    number = uuid.uuid4().hex[:8]
    log.error("Failure %s at %r", number, request.path, exc_info=error)
    sentence = _(
        "Something went wrong on our side and nothing was changed. The number is %(number)s.",
        number=number,
    )
    g.failed = True
    return error_page(500, title_of(500), sentence)
