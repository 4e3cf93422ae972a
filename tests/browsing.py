"""A browser without a screen: Flask's test client that sends CSRF tokens like our pages do."""

import hashlib
import os
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

HTMX = {"HX-Request": "true"}
"""What htmx adds to a request: pass as `headers` to get the part instead of the page."""

READING = {"GET", "HEAD", "OPTIONS"}


class Browser(FlaskClient):
    """Sends the CSRF token with every change; `csrf=False` leaves it out."""

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        method = kwargs.get("method", "GET")
        if csrf and method not in READING and args and isinstance(args[0], str):
            headers = dict(kwargs.pop("headers", None) or {})
            kwargs["headers"] = {"X-CSRFToken": self.csrf_token(), **headers}
        return super().open(*args, **kwargs)

    def csrf_token(self) -> str:
        with self.session_transaction() as session:
            if "csrf_token" not in session:
                session["csrf_token"] = hashlib.sha1(os.urandom(64)).hexdigest()
            raw = session["csrf_token"]
        secret = self.application.secret_key
        assert secret is not None
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw))

    def sign_in_with(self, token: str) -> None:
        """Take the cookie a sign-in would have given."""
        sign_in_with(self, token)


def sign_in_with(client: FlaskClient, token: str) -> None:
    """Give the client the cookie a sign-in would have given."""
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = False
        session.permanent = True
