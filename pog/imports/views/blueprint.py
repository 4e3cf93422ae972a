"""Where the pages of imports are registered."""

from flask import Blueprint, current_app

from pog.config import Settings
from pog.imports.fetching import Fetcher

blueprint = Blueprint("imports", __name__)


def settings() -> Settings:
    found: Settings = current_app.config["POG_SETTINGS"]
    return found


def fetcher() -> Fetcher:
    return Fetcher(hosts=settings().import_hosts, size_limit=settings().upload_limit)
