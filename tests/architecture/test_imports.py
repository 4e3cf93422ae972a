"""Who may import whom."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, python_files

DOORS = {"views", "forms", "commands"}
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
            is_door = parts[0] == "pog" and len(parts) > 2 and parts[2] in DOORS
            if is_door and parts[1] not in {*package[1:2], "web"}:
                taken.append(f"{path.relative_to(ROOT)}: {module}")
    assert not taken, "\n".join(sorted(set(taken)))


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
    docstring_only = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("pog")
        if path.name == "__init__.py"
        for body in [ast.parse(path.read_text()).body]
        if len(body) > 1 or (body and not isinstance(body[0], ast.Expr))
    ]
    # A family's table of members may stand in its package.
    families = {"pog/ballots/methods/__init__.py", "pog/exports/formats/__init__.py"}
    assert not set(docstring_only) - families


@pytest.mark.parametrize("folder", ["pog"])
def test_every_module_says_what_it_is_for(folder):
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in python_files(folder)
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent
