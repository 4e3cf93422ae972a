"""Live pages by asking: the same parts as the stream, for networks that block streams."""

from collections.abc import Sequence

from flask import Blueprint, Flask, current_app, make_response, request
from flask.typing import ResponseReturnValue

from pog.core.errors import NotFound
from pog.core.i18n import get_locale
from pog.core.topics import positions
from pog.core.work import pause
from pog.live.bookmarks import read_bookmark, write_bookmark
from pog.live.permissions import may_listen
from pog.live.rendering import NONCE, Rendered, load_news
from pog.web.doors import NOT_HERE, actor, public
from pog.web.edge import READING
from pog.web.headers import csp_nonce

blueprint = Blueprint("live", __name__)


@blueprint.get("/live-parts")
@public  # each topic asks for its own permission
def parts() -> ResponseReturnValue:
    """What changed on these topics since the page's bookmark; 204 when nothing did."""
    topics = read_list(request.args.get("topics"))
    if not may_listen(actor(), topics):
        raise NotFound(NOT_HERE)
    shown = read_list(request.args.get("show"))
    since = read_bookmark(request.args.get("since"), len(topics))
    pause()  # parts are made in contexts of their own; this one needs no connection meanwhile
    language = str(get_locale())
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's own way
    news = [
        load_news(app, topic, at, [language], shown or None)
        for topic, at in zip(topics, since, strict=True)
    ]
    html = [
        part.html[language]
        for topic_news in news
        for part in topic_news.parts
        if language in part.html
    ]
    # The page takes htmx attributes only with the nonce of the answer that brought them.
    text = "\n".join(html).replace(NONCE, csp_nonce())
    response = make_response(text, 200 if html else 204)
    response.headers["X-Pog-Bookmark"] = write_bookmark(found.position for found in news)
    return response


def read_list(text: str | None) -> list[str]:
    return [word for word in (text or "").split(",") if word]


def live_bookmark(topics: Sequence[str]) -> str:
    """Where these topics stand for the page being made.

    A reading request sees one state of the database, so the page is as new as the number. One
    that changes something may not (PostgreSQL): its page asks for everything once.
    """
    if request.method not in READING:
        return write_bookmark([0] * len(topics))
    return write_bookmark(positions(topics).values())


def live_stream() -> bool:
    """Whether the server that runs us keeps streams open (`pog serve` does, others poll)."""
    return "asgi.scope" in request.environ


def install(app: Flask) -> None:
    app.extensions["pog_rendered"] = Rendered()
    app.jinja_env.globals.update(live_bookmark=live_bookmark, live_stream=live_stream)
