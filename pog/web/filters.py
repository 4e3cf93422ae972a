"""What templates may call beside what views pass them."""

from datetime import datetime
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, format_number, format_timedelta
from markupsafe import Markup

from pog.core.clock import now
from pog.core.i18n import LANGUAGES, day_and_month, get_locale
from pog.core.markup import plain_text
from pog.web.assets import asset
from pog.web.doors import actor
from pog.web.headers import csp_nonce
from pog.web.once import new_key, viewer_mark
from pog.web.urls import absolute


def markdown_html(stored: str) -> Markup:
    """HTML that `render_markdown` made and cleaned when the text was stored."""
    return Markup(stored)  # noqa: S704 - the one place where stored HTML is trusted


def ago(moment: datetime) -> str:
    """How long since, in words: "3 minutes ago"."""
    return str(format_timedelta(moment - now(), add_direction=True))


def may(permission: Any, thing: object) -> bool:
    """Whether the viewer is allowed; for showing a control, never for guarding one."""
    return bool(permission.allows(actor(), thing))


def add_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        markdown_html=markdown_html,
        plain_text=plain_text,
        ago=ago,
        date=format_date,
        day_and_month=day_and_month,
        datetime=format_datetime,
        number=format_number,
    )
    app.jinja_env.globals.update(
        asset=asset,
        csp_nonce=csp_nonce,
        absolute=absolute,
        get_locale=get_locale,
        languages=LANGUAGES,
        new_key=new_key,
        now=now,
        viewer_mark=viewer_mark,
    )

    @app.context_processor
    def who_is_here() -> dict[str, Any]:
        return {"actor": actor()}
