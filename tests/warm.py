"""The command `pog` in a process of its own, without the two seconds its imports take.

Its process is forked from one that has imported all of it; there are some two hundred in a run.
"""

import multiprocessing
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pog.asgi  # noqa: F401 - to have it
from pog.app import create_app
from pog.cli import main
from pog.config import Settings

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])
NOWHERE = Path(os.devnull)
create_app(Settings(data=NOWHERE, database_url=f"sqlite:///{NOWHERE}", secret_key="none"))


@dataclass(frozen=True)
class Done:
    """What a command left."""

    returncode: int | None
    stdout: str
    stderr: str


def command(*words: str, **settings: str) -> Done:
    """Run `pog` as a shell does, with nothing of POG_ but these settings; at most a minute."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("POG_")}
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = FORKS.Process(target=run, args=(list(words), clean | settings, out, err))
        process.start()
        process.join(60)
        process.kill()
        process.join()
        return Done(process.exitcode, out.read_text(), err.read_text())


def run(arguments: list[str], environment: dict[str, str], out: Path, err: Path) -> None:
    """Be the command `pog` with these arguments, in the process that was forked."""
    os.environ.clear()
    os.environ.update(environment)
    for output, path in ((sys.stdout, out), (sys.stderr, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, output.fileno())
    main(arguments, prog_name="pog")
