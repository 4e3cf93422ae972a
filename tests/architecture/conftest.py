"""What the tests of the project itself share."""

import pytest
from flask import got_request_exception


@pytest.fixture
def causes(app, monkeypatch):
    """Let one failing page not hide what the others do; keep why each failed."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    kept = []

    def keep(_sender, exception, **_):
        kept.append(exception)

    with got_request_exception.connected_to(keep, app):
        yield kept
