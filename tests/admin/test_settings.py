"""An operator sets the site up by variables."""

from pathlib import Path

import pytest

from pog.config import read_settings


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = read_settings({"POG_DATA": str(tmp_path)})
    again = read_settings({"POG_DATA": str(tmp_path)})

    assert len(first.secret_key) > 40
    assert first.secret_key == again.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_an_encrypted_address_makes_secure_cookies(tmp_path: Path) -> None:
    settings = {"POG_DATA": str(tmp_path), "POG_BASE_URL": "https://pog.example.org/"}
    found = read_settings(settings)

    assert found.secure_cookies
    assert found.base_url == "https://pog.example.org"


def test_postgresql_is_spoken_to_by_psycopg(tmp_path: Path) -> None:
    for given in ("postgres://a@b/c", "postgresql://a@b/c"):
        settings = {"POG_DATA": str(tmp_path), "POG_DATABASE_URL": given}
        assert read_settings(settings).database_url == "postgresql+psycopg://a@b/c"


def test_an_unknown_time_zone_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="POG_TIMEZONE is Mars: not a time zone"):
        read_settings({"POG_DATA": str(tmp_path), "POG_TIMEZONE": "Mars"})


def test_pages_tell_times_in_the_zone_of_the_site(cast, make_app, as_person, work) -> None:
    from datetime import UTC, datetime

    from pog.convenings.models import Convening
    from pog.core.database import db

    with work():
        convening = db.session.get_one(Convening, cast.convening.id)
        convening.starts_at = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    browser = as_person(cast.ana)
    cookie = browser.get_cookie("session")
    elsewhere = make_app(timezone="America/New_York").test_client()
    elsewhere.set_cookie("session", cookie.value)

    assert "1:00" in elsewhere.get(f"/organizations/{cast.riverbend.id}").text
    assert "6:00" in browser.get(f"/organizations/{cast.riverbend.id}").text
