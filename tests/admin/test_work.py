"""`pog work`: the worker does what waits, and goes when the server that started it is gone."""

import os
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-c", "from pog.cli import main; main()", "work"]


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "POG_DATA": str(tmp_path), "POG_DATABASE_URL": ""}


def test_it_goes_when_the_server_that_started_it_is_gone_already(environment):
    """A server that ends while its worker still starts would else leave one behind for ever."""
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    ended = subprocess.run(
        [*COMMAND, "--child-of", str(gone.pid)], env=environment, timeout=120, check=False
    )
    assert ended.returncode == 0
    once = subprocess.run(
        [*COMMAND, "--once"], env=environment, timeout=120, check=True, capture_output=True
    )
    assert once.stdout == b"0\n"
