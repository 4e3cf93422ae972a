"""What `pog serve` imports, imported once: servers of tests are forked from a process that has it.

Importing takes two seconds of a processor, and there are some two hundred servers in a run.
"""

import os
import sys
from pathlib import Path

import pog.asgi  # noqa: F401 - to have it
from pog.app import create_app
from pog.cli import main
from pog.config import Settings

NOWHERE = Path(os.devnull)
create_app(Settings(data=NOWHERE, database_url=f"sqlite:///{NOWHERE}", secret_key="none"))


def run(arguments: list[str], environment: dict[str, str], log: Path) -> None:
    """Be the command `pog` with these arguments, in the process that was forked."""
    os.environ.clear()
    os.environ.update(environment)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for output in (sys.stdout, sys.stderr):
        os.dup2(file, output.fileno())
    main(arguments)
