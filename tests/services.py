"""Starts a PostgreSQL and a Redis of our own for the tests, and stops them again.

Each test process starts its own: nothing has to be shared, found again or cleaned up by another
one. Both live in a temporary directory and vanish with it.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

START_SECONDS = 30
REDIS_ATTEMPTS = 3


def find_program(name: str) -> Path | None:
    """The program on the PATH, or the newest one Debian keeps beside its PostgreSQL."""
    if found := shutil.which(name):
        return Path(found)
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    return versions[-1] if versions else None


def postgresql_is_installed() -> bool:
    return find_program("initdb") is not None and find_program("postgres") is not None


def redis_is_installed() -> bool:
    return find_program("redis-server") is not None


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Run a fresh PostgreSQL on a unix socket; yields the address of its `postgres` database."""
    initdb, postgres = find_program("initdb"), find_program("postgres")
    if initdb is None or postgres is None:
        message = "PostgreSQL is not installed."
        raise RuntimeError(message)
    with _directory("pog-postgresql-") as directory:
        owner = unprivileged_owner(directory)
        data = directory / "data"
        subprocess.run(
            [initdb, "-D", data, "-U", "pog", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
            + ["--no-sync", "--no-instructions"],
            check=True,
            cwd=directory,
            stdout=subprocess.DEVNULL,
            user=owner,
            group=owner,
            extra_groups=None if owner is None else [],
        )
        # Nothing here has to outlive a power cut, so nothing waits for the disk.
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(directory),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "shared_buffers": "32MB",
        }
        with (directory / "log").open("wb") as log:
            server = subprocess.Popen(
                [str(postgres), "-D", str(data)]
                + [word for name, value in settings.items() for word in ("-c", f"{name}={value}")],
                cwd=directory,
                stdout=log,
                stderr=log,
                user=owner,
                group=owner,
                extra_groups=None if owner is None else [],
            )
        address = f"postgresql+psycopg://pog@/postgres?host={directory}"
        try:
            _wait_for(server, directory / "log", lambda: _answers_sql(directory))
            yield address
        finally:
            # PostgreSQL's "fast" stop: it does not wait for clients to leave.
            _stop(server, signal.SIGINT)


@contextmanager
def running_redis() -> Iterator[str]:
    """Run a fresh Redis on a free port; yields its address."""
    program = find_program("redis-server")
    if program is None:
        message = "Redis is not installed."
        raise RuntimeError(message)
    with _directory("pog-redis-") as directory:
        for attempt in range(1, REDIS_ATTEMPTS + 1):
            port = free_port()
            with (directory / "log").open("wb") as log:
                server = subprocess.Popen(
                    [str(program), "--bind", "127.0.0.1", "--port", str(port)]
                    + ["--save", "", "--appendonly", "no", "--dir", str(directory)],
                    cwd=directory,
                    stdout=log,
                    stderr=log,
                )
            try:
                _wait_for(server, directory / "log", lambda port=port: _answers_ping(port))
            except RuntimeError:
                # Somebody else took the port between our looking and Redis's binding.
                if attempt == REDIS_ATTEMPTS:
                    raise
                continue
            break
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            _stop(server, signal.SIGTERM)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _directory(prefix: str) -> Iterator[Path]:
    # Not pytest's tmp_path: a unix socket's name may not be longer than 107 characters.
    directory = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def unprivileged_owner(directory: Path) -> str | None:
    """Give the directory to `postgres` when we are root: initdb refuses to run as root."""
    if os.geteuid() != 0:
        return None
    shutil.chown(directory, "postgres", "postgres")
    return "postgres"


def _answers_sql(directory: Path) -> bool:
    try:
        psycopg.connect(host=str(directory), user="pog", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _answers_ping(port: int) -> bool:
    with redis.Redis(port=port) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


def _wait_for(server: subprocess.Popen[bytes], log: Path, is_ready: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < give_up_at:
        if is_ready():
            return
        time.sleep(0.02)
    server.kill()
    server.wait()
    message = f"The server did not start:\n{log.read_text(errors='replace')}"
    raise RuntimeError(message)


def _stop(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    server.send_signal(how)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
