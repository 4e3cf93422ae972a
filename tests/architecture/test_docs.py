"""What the documents tell people to type exists, and what exists is told."""

import re

import click
import pytest

from tests.architecture.sources import ROOT, text_of

DOCUMENTS = ("README.md", "CONTRIBUTING.md")


@pytest.fixture(scope="module")
def command_line():
    from pog.cli import main

    return main


def read(name):
    return text_of(ROOT / name)


def typed(text, word):
    """Each line of code in a document that begins with the word."""
    code = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    lines = [line.strip().removeprefix("$ ") for block in code for line in block.splitlines()]
    return [line for line in lines if re.match(rf"(\.venv/bin/)?{word}\s", line)]


def commands_of(group, before=()):
    """Every command with its groups: ("org", "create")."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands_of(command, (*before, name))
        else:
            yield (*before, name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_make_is_told_to_do_it_can(name):
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    for line in typed(read(name), "make"):
        for target in line.split()[1:]:
            if not target.startswith("-") and "=" not in target:
                assert target in targets, line


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_in_documents_exist(name, command_line):
    known = set(commands_of(command_line))
    for line in typed(read(name), "pog"):
        words = line.split("#")[0].removeprefix(".venv/bin/").split()[1:]
        assert words[0].startswith("-") or any(
            tuple(words[: len(command)]) == command for command in known
        ), line


def test_every_command_is_told(command_line):
    text = read("README.md")
    silent = [
        " ".join(command)
        for command in commands_of(command_line)
        if f"pog {' '.join(command)}" not in text
    ]
    assert not silent, f"README.md does not mention: {silent}"


def test_every_command_explains_itself(command_line):
    def walk(command, name):
        assert command.help, f"pog {name} has no help"
        for child, inner in getattr(command, "commands", {}).items():
            walk(inner, f"{name} {child}".strip())

    walk(command_line, "")


def test_every_setting_is_told():
    settings = set(re.findall(r'"(POG_[A-Z_]+)"', text_of(ROOT / "pog" / "config.py")))
    settings -= {"POG_SETTINGS"}
    text = read("README.md") + read("CONTRIBUTING.md")
    assert settings, "config.py names no settings"
    assert not [name for name in sorted(settings) if name not in text]


def test_paths_in_documents_exist():
    for name in DOCUMENTS:
        for path in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", read(name)):
            assert (ROOT / path).exists(), f"{name} leads to {path}"
