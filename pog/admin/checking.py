"""Whether this installation is in order: what `pog doctor` looks at."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import redis
from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from pog.config import Settings
from pog.core import schema
from pog.core.database import db
from pog.frameworks.models import Framework
from pog.library.models import LibraryEntry
from pog.web.assets import built_file

LITTLE_SPACE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is in order, and a sentence about it."""

    name: str
    ok: bool
    says: str


def check_all(settings: Settings) -> Iterator[Check]:
    yield from check_database()
    yield check_redis(settings)
    yield check_built_files()
    yield check_space(settings)
    yield check_address(settings)


def check_database() -> Iterator[Check]:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        yield Check("database", False, f"The database does not answer: {error}")
        return
    kind = db.engine.dialect.name
    yield Check("database", True, f"{kind} answers.")
    reached, newest = schema.reached(db.engine), schema.newest()
    if reached != newest:
        yield Check(
            "schema", False, f"The tables are at {reached}, not {newest}. Start `pog serve` once."
        )
        return
    yield Check("schema", True, f"The tables are the newest ({newest}).")
    entries = db.session.scalar(select(func.count()).select_from(LibraryEntry)) or 0
    frameworks = db.session.scalar(select(func.count()).select_from(Framework)) or 0
    yield Check(
        "library", entries > 0, f"{entries} published profiles and {frameworks} frameworks."
    )


def check_redis(settings: Settings) -> Check:
    if settings.redis_url is None:
        return Check("redis", True, "Not used: one server, or several that ask the database.")
    try:
        redis.Redis.from_url(settings.redis_url, socket_timeout=3).ping()
    except redis.RedisError as error:
        return Check("redis", False, f"Redis does not answer: {error}")
    return Check("redis", True, "Redis answers.")


def check_built_files() -> Check:
    built = built_file("main.js") is not None
    sentence = (
        "Built." if built else "Not built: pages work, but not live. Run python -m pog.assets."
    )
    return Check("assets", built, sentence)


def check_space(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.data).free
    return Check("space", free > LITTLE_SPACE, f"{free // 1024**2} MiB are free.")


def check_address(settings: Settings) -> Check:
    if settings.base_url.startswith("https://"):
        return Check("address", True, f"{settings.base_url}, with secure cookies.")
    local = "//127." in settings.base_url or "//localhost" in settings.base_url
    return Check("address", local, f"{settings.base_url} is not encrypted.")


def settings_in_use() -> Settings:
    settings: Settings = current_app.config["POG_SETTINGS"]
    return settings
