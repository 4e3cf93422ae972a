"""P6: whoever has the published list counts the very same result, in a process without a site."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from pog.ballots.ballot_files import read_ballots
from pog.ballots.ballot_files.own import bundled, write_json
from pog.ballots.methods import METHODS
from pog.ballots.recounting import recount

NAMES = ("Curiosity", "Courage", "Care", "Craft", "Candour")
DECISIONS = 100


def some_marks(method, keys, chance):
    """What one person may mark by this method, by chance."""
    if method in ("irv", "stv"):
        chosen = chance.sample(keys, chance.randint(1, len(keys)))
        return {key: place for place, key in enumerate(chosen, start=1)}
    if method == "schulze":
        return {key: chance.randint(1, 3) for key in chance.sample(keys, 3)}
    if method == "approval":
        return {key: chance.randint(0, 1) for key in keys}
    if method == "dots":
        left, marks = 4, {}
        for key in keys:
            marks[key] = chance.randint(not marks, min(2, left))
            left -= marks[key]
        return marks
    if method == "score":
        return {key: chance.randint(0, 5) for key in keys if chance.random() < 0.8}
    values = [step.value for step in METHODS[method].steps(METHODS[method].check_settings({}, 5))]
    return {key: chance.choice(values) for key in keys}


def decided(name, chance):
    """A decision as it is stored, and the file that is published of it."""
    method = METHODS[name]
    keys = [f"{chance.getrandbits(64):016x}" for _ in NAMES]
    typed = {"seats": 2, "dots": 4, "cap": 2, "seed": str(chance.randint(0, 10**6))}
    settings = method.check_settings(typed, len(keys))
    marks = [some_marks(name, keys, chance) for _ in range(chance.randint(5, 25))]
    result = method.count(marks, keys, settings)
    told = write_json(list(NAMES), bundled(marks, keys), method=name, settings=settings)
    return keys, result, told


def in_bytes(counted, names=None):
    """A result in one form, with the options under the names a file gives them."""
    said = json.dumps(counted, sort_keys=True)
    for key, name in (names or {}).items():
        said = said.replace(key, name)
    return said


@pytest.mark.parametrize("name", list(METHODS))
def test_a_hundred_decisions_are_recounted_to_the_byte(name):
    chance = random.Random(6)
    for _ in range(DECISIONS):
        keys, result, told = decided(name, chance)
        file = read_ballots("list.json", told.encode())
        again = recount(file, name).counted
        numbers = dict(zip(keys, file.keys, strict=True))
        assert in_bytes(json.loads(in_bytes(result, numbers))) == in_bytes(again)


def test_a_fresh_process_without_a_site_counts_the_same(tmp_path):
    chance = random.Random(60)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("POG_")}
    for name in ("stv", "score"):
        keys, result, told = decided(name, chance)
        path = tmp_path / f"{name}.json"
        path.write_text(told)
        done = subprocess.run(
            [sys.executable, "-c", "from pog.cli import main; main()"]
            + ["count", str(path), "--method", name, "--json"],
            capture_output=True,
            check=True,
            cwd=tmp_path,
            env=clean | {"POG_DATA": str(tmp_path / "nowhere")},
        )
        told_again = json.loads(done.stdout)
        names = dict(zip(keys, NAMES, strict=True))
        assert told_again["winners"] == [names[one] for one in result["winners"]]
        assert told_again["ballots"] == result["ballots"]
        assert not Path(tmp_path / "nowhere").exists(), "it asked for no site"
