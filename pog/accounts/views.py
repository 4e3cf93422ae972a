"""Signing up, in and out, and account settings."""

from flask import Blueprint, Flask

from pog.accounts import visitors

blueprint = Blueprint("accounts", __name__)


def install(app: Flask) -> None:
    visitors.install(app)
