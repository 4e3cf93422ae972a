"""The cookie of a session, and answers that have nothing to do with it."""

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class Sessions(SecureCookieSessionInterface):
    """Flask's own, but an answer that everybody may keep neither sets the cookie nor varies by it.

    Flask-Login looks into the session on every request, whoever asks for what.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if response.cache_control.public and not session.modified:
            return
        super().save_session(app, session, response)
