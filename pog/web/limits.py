"""How often something may be tried.

Counted per browser or typed value, never per address alone: a whole hall shares one address.
"""

from flask import Flask, request
from flask_limiter import Limiter
from flask_login import current_user
from limits import parse

from pog.config import Settings
from pog.core.errors import TooMany
from pog.core.i18n import _l


def who() -> str:
    """This browser: its sign-in when it has one, else its address and kind."""
    sign_in = getattr(current_user, "sign_in", None)
    if sign_in is not None:
        return f"sign-in {sign_in.id}"
    return f"{request.remote_addr} {request.user_agent.string[:120]}"


limiter = Limiter(who, default_limits=[], headers_enabled=False, swallow_errors=True)


def limit_tries(app: Flask, settings: Settings) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_STRATEGY"] = "moving-window"
    limiter.init_app(app)


def count_failure(kind: str, key: str, allowed: str = "10 per minute") -> None:
    """Note a failed try; after too many, refuse further ones for a while."""
    if not limiter.limiter.hit(parse(allowed), kind, key):
        raise TooMany(_l("That was tried too often. Wait a minute, then try again."))


def refuse_after_failures(kind: str, key: str, allowed: str = "10 per minute") -> None:
    """Refuse before trying when there were too many failures already."""
    if not limiter.limiter.test(parse(allowed), kind, key):
        raise TooMany(_l("That was tried too often. Wait a minute, then try again."))
