"""Settings, read once from POG_* variables."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """Where templates, static files, seeds and migrations lie: the checkout or the wheel."""
    checkout = PACKAGE.parent
    return checkout if (checkout / "templates").is_dir() else PACKAGE / "_resources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may differ between two installations."""

    data: Path
    database_url: str
    secret_key: str
    redis_url: str | None = None
    base_url: str = "http://127.0.0.1:5000"
    host: str = "127.0.0.1"
    port: int = 5000
    timezone: str = "UTC"
    """The IANA zone in which pages tell times; what is stored is UTC."""
    trusted_proxies: int = 0
    secure_cookies: bool = False
    upload_limit: int = 64 * 1024 * 1024
    """Largest upload that is taken, in bytes."""
    import_hosts: tuple[str, ...] = ()
    """Where frameworks may be imported from by address; nowhere unless the operator says so."""
    testing: bool = False


def read_settings(environment: "os._Environ[str] | dict[str, str] | None" = None) -> Settings:
    """Settings from the environment; a data folder and a secret are made where none are given."""
    env = os.environ if environment is None else environment
    data = Path(env.get("POG_DATA") or "instance").resolve()
    data.mkdir(parents=True, exist_ok=True)
    host = env.get("POG_HOST") or "127.0.0.1"
    port = int(env.get("POG_PORT") or 5000)
    base_url = (env.get("POG_BASE_URL") or f"http://{host}:{port}").rstrip("/")
    return Settings(
        data=data,
        database_url=database_url(env.get("POG_DATABASE_URL"), data),
        secret_key=env.get("POG_SECRET_KEY") or kept_secret(data),
        redis_url=env.get("POG_REDIS_URL") or None,
        base_url=base_url,
        host=host,
        port=port,
        timezone=known_timezone(env.get("POG_TIMEZONE") or "UTC"),
        trusted_proxies=int(env.get("POG_TRUSTED_PROXIES") or 0),
        secure_cookies=base_url.startswith("https://"),
        import_hosts=tuple(
            host.strip().lower()
            for host in (env.get("POG_IMPORT_HOSTS") or "").split(",")
            if host.strip()
        ),
    )


def known_timezone(name: str) -> str:
    """The name, if it is a time zone; else the operator is told at once, not people later."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SystemExit(
            f"POG_TIMEZONE is {name}: not a time zone like America/New_York."
        ) from error
    return name


def database_url(given: str | None, data: Path) -> str:
    """The address as SQLAlchemy spells it; a SQLite file in the data folder by default."""
    if not given:
        return f"sqlite:///{data / 'pog.db'}"
    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            return "postgresql+psycopg://" + given.removeprefix(short)
    return given


def kept_secret(data: Path) -> str:
    """The secret of this installation: made once, readable by its owner only."""
    path = data / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
