"""Committed files name no download address, no machine, and are nobody else's or built."""

import re

import pytest

from tests.architecture.sources import ROOT, committed_files, line_of, text_of

# Written apart, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "registry." + "npmjs.org",
            "registry." + "yarnpkg.com",
            "pypi.org/" + "simple",
            "files." + "pythonhosted.org",
            "proxy." + "golang.org",
            "deb." + "debian.org",
            "--index" + "-url",
            "--extra-" + "index-url",
        )
    )
)
MACHINE_PATH = re.compile(
    r"(?:^|[^A-Za-z0-9_.])/(?:work|farm|root|home/\w+|Users/\w+)/", re.MULTILINE
)
BUILT = re.compile(r"\.min\.(?:js|css)$|(?:^|/)node_modules/|^static/dist/|\.(?:mo|whl|so|pyc)$")


@pytest.mark.parametrize(
    ("pattern", "what"),
    [(REGISTRIES, "a package registry"), (MACHINE_PATH, "a path of one machine")],
    ids=["registry", "machine-path"],
)
def test_no_file_names(pattern, what):
    found = [
        f"{path.relative_to(ROOT)}:{line_of(text_of(path), match.start())}: {match[0].strip()}"
        for path in committed_files()
        for match in pattern.finditer(text_of(path))
    ]
    assert not found, f"{what} is named in:\n" + "\n".join(found)


def test_nothing_built_is_committed():
    names = [path.relative_to(ROOT).as_posix() for path in committed_files()]
    assert not [name for name in names if BUILT.search(name)]


def test_lock_file_says_no_addresses():
    locks = [path for path in committed_files() if path.name == "package-lock.json"]
    assert not [path.name for path in locks if '"resolved"' in text_of(path)]
