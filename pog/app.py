"""The one place where features are put together."""

import importlib
import importlib.util

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from pog.config import PACKAGE, Settings, read_settings, resources
from pog.core.database import db, prepare_engine
from pog.core.sealing import give_secret
from pog.web import doors, edge, filters, headers, languages, limits, urls
from pog.web.sessions import Sessions
from pog.web.templating import InLanguages

FEATURES = (
    "start",
    "accounts",
    "organizations",
    "frameworks",
    "profiles",
    "translating",
    "library",
    "lineage",
    "convenings",
    "comments",
    "coediting",
    "notes",
    "clusters",
    "ballots",
    "alignments",
    "qualifications",
    "crosswalks",
    "matching",
    "comparisons",
    "tables",
    "suggestions",
    "bundles",
    "exports",
    "imports",
    "provider",
    "records",
    "live",
    "seeding",
    "admin",
)
"""Every feature, lowest floor first; each may bring models, rules, views and commands."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application with all its features, on the given settings or the environment's."""
    settings = settings or read_settings()
    root = resources()
    app = Flask(
        "pog",
        template_folder=str(root / "templates"),
        static_folder=str(root / "static"),
        static_url_path="/static",
    )
    app.jinja_environment = InLanguages  # type: ignore[assignment]  # Flask's documented place
    configure(app, settings)
    app.session_interface = Sessions()
    urls.bound_numbers(app)
    Htmx(app)
    Compress(app)
    Babel(app, locale_selector=languages.select_language)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        give_secret(db.engine, settings.secret_key)
    edge.guard_edge(app)
    doors.close_undeclared_routes(app)
    headers.add_headers(app, settings)
    filters.add_filters(app)
    limits.limit_tries(app, settings)
    for feature in FEATURES:
        add_feature(app, feature)
    return app


def configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        POG_SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        MAX_CONTENT_LENGTH=settings.upload_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        TESTING=settings.testing,
        SESSION_REFRESH_EACH_REQUEST=False,  # a sign-in ends 30 days after it began all the same
        WTF_CSRF_TIME_LIMIT=None,  # a convening lasts longer than an hour
        SESSION_COOKIE_NAME="__Host-session" if settings.secure_cookies else "session",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=31536000,  # file names carry a hash
        BABEL_DEFAULT_TIMEZONE=settings.timezone,
        BABEL_TRANSLATION_DIRECTORIES=str(PACKAGE / "translations"),
        # At this level Brotli costs a page as much time as gzip and saves a tenth of its bytes.
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_STREAMS=False,  # static files are compressed whole, live streams not at all
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/javascript",
            "application/json",
            "image/svg+xml",
        ],
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


def engine_options(settings: Settings) -> dict[str, object]:
    # What people wrote and voted stays out of the logs when a statement fails.
    options: dict[str, object] = {"pool_size": 15, "max_overflow": 15, "hide_parameters": True}
    if not settings.database_url.startswith("sqlite"):
        options["pool_pre_ping"] = True
    return options


def add_feature(app: Flask, feature: str) -> None:
    """Load what the feature has: its tables, rules and listeners, then its pages."""
    importlib.import_module(f"pog.{feature}")
    for part in ("models", "permissions", "listeners", "panels"):
        if importlib.util.find_spec(f"pog.{feature}.{part}") is not None:
            importlib.import_module(f"pog.{feature}.{part}")
    if importlib.util.find_spec(f"pog.{feature}.views") is not None:
        views = importlib.import_module(f"pog.{feature}.views")
        app.register_blueprint(views.blueprint)
        if hasattr(views, "install"):
            views.install(app)
