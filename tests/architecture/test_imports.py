"""Who may import whom."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, python_files

DOORS = ("views", "forms", "commands")
# What is true only while somebody's request is being answered.
OF_THE_REQUEST = {"request", "g", "session", "current_user"}
# Flask-Login's loader is where a cookie becomes an actor; a pushed part is rendered outside
# requests, in a context of its own.
MAY_KNOW_THE_REQUEST = {"pog/accounts/visitors.py", "pog/live/rendering.py"}
# Where features are put together.
MAY_KNOW_DOORS = {"pog.app", "pog.cli", "pog.asgi"}


def modules_imported(path):
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield origin
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def test_import_rules_hold():
    outcome = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
        + ["--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_nobody_takes_the_doors_of_another_feature():
    taken = []
    for path in python_files("pog"):
        *package, name = path.relative_to(ROOT).with_suffix("").parts
        if ".".join([*package, name]) in MAY_KNOW_DOORS:
            continue
        for module in modules_imported(path):
            parts = module.split(".")
            is_door = parts[0] == "pog" and len(parts) > 2 and parts[2].startswith(DOORS)
            if is_door and parts[1] not in {*package[1:2], "web"}:
                taken.append(f"{path.relative_to(ROOT)}: {module}")
    assert not taken, "\n".join(sorted(set(taken)))


def test_only_the_edge_knows_the_request():
    """So that the terminal, a stream and a test can call everything else."""
    knowing = []
    for path in python_files("pog"):
        name = path.relative_to(ROOT).as_posix()
        behind = name.split("/")[2:]
        is_edge = name.startswith("pog/web/") or any(one.startswith(DOORS) for one in behind)
        if is_edge or name in MAY_KNOW_THE_REQUEST:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module in {"flask", "flask_login"}:
                taken = {alias.name for alias in node.names} & OF_THE_REQUEST
                knowing.extend(f"{name}: {one}" for one in sorted(taken))
    assert not knowing, "\n".join(knowing)


def test_inside_a_feature_nothing_imports_its_doors():
    upward = []
    for path in python_files("pog"):
        *package, name = path.relative_to(ROOT).with_suffix("").parts
        if len(package) < 2 or name.startswith(("views", "commands", "__main__")):
            continue
        own = ".".join(package) + "."
        for module in modules_imported(path):
            if module.startswith(own) and module.removeprefix(own).startswith(DOORS):
                upward.append(f"{path.relative_to(ROOT)}: {module}")
    assert not upward, "\n".join(upward)


def test_no_import_hides_a_circle_inside_a_function():
    hidden = []
    for path in python_files("pog"):
        tree = ast.parse(path.read_text())
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            hidden.extend(
                f"{path.relative_to(ROOT)}:{node.lineno}: {node.module}"
                for node in ast.walk(function)
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pog.")
            )
    # Commands load what they start only when asked: `pog --help` must stay quick.
    hidden = [line for line in hidden if not line.startswith(("pog/cli.py", "pog/__main__.py"))]
    assert not hidden, "\n".join(sorted(set(hidden)))


def test_importing_one_feature_does_not_load_all():
    more_than_a_docstring = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("pog")
        if path.name == "__init__.py"
        for body in [ast.parse(path.read_text()).body]
        if len(body) > 1 or (body and not isinstance(body[0], ast.Expr))
    ]
    # A family's table of members, or a door made of several files, may stand in its package.
    inner = [name for name in more_than_a_docstring if name.count("/") == 2]
    assert not inner


@pytest.mark.parametrize("folder", ["pog"])
def test_every_module_says_what_it_is_for(folder):
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in python_files(folder)
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent
