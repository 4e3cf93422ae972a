"""Servers that are killed and started again at the same address, with what they had stored."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import redis

from tests.services import find_program, free_port, unprivileged_owner

START_SECONDS = 30


@dataclass
class Killable:
    """A process of its own group, so that nothing of it survives."""

    name: str
    command: list[str]
    answers: Callable[[], bool]
    address: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **self.options,
        )
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > until:
                raise RuntimeError(f"{self.name} does not answer.")
            time.sleep(0.05)

    def kill(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_and_start_again(self) -> None:
        self.kill()
        self.start()

    @classmethod
    @contextmanager
    def running(cls, *given: Any, **named: Any) -> Iterator["Killable"]:
        server = cls(*given, **named)
        server.start()
        try:
            yield server
        finally:
            server.kill()

    @classmethod
    def pog(cls, command: list[str], environment: dict[str, str], port: int) -> Any:
        def answers() -> bool:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            except OSError:
                return False
            return True

        settings = {**os.environ, **environment, "POG_PORT": str(port)}
        return cls.running("the server", command, answers, options={"env": settings})


@contextmanager
def killable_redis() -> Iterator[Killable]:
    port, program = free_port(), find_program("redis-server")
    address = f"redis://127.0.0.1:{port}/0"

    def answers() -> bool:
        try:
            return bool(redis.Redis.from_url(address, socket_timeout=1).ping())
        except (redis.RedisError, OSError):
            return False

    command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with Killable.running("Redis", command, answers, address=address) as server:
        yield server


@contextmanager
def killable_postgresql() -> Iterator[Killable]:
    """A PostgreSQL that keeps what it acknowledged: its settings are as they come."""
    with tempfile.TemporaryDirectory(prefix="pog-kill-postgresql-") as directory:
        folder, owner = Path(directory), unprivileged_owner(Path(directory))
        who: dict[str, Any] = {"user": owner, "group": owner, "cwd": directory}
        if owner is not None:
            who["extra_groups"] = []
        initdb, postgres = find_program("initdb"), find_program("postgres")
        command = [str(initdb), "-D", str(folder / "data"), "-U", "pog", "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **who)
        address = f"postgresql://pog@/postgres?host={directory}"

        def answers() -> bool:
            try:
                psycopg.connect(address, connect_timeout=2).close()
            except psycopg.Error:
                return False
            return True

        command = [str(postgres), "-D", str(folder / "data"), "-c", "listen_addresses="]
        command += ["-c", f"unix_socket_directories={directory}"]
        with Killable.running(
            "PostgreSQL",
            command,
            answers,
            address=f"postgresql+psycopg://pog@/postgres?host={directory}",
            options=who,
        ) as server:
            yield server
