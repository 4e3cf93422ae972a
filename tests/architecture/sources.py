"""What the project consists of: its committed files and its templates."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
LEFT_OUT = {".venv", "node_modules", "instance", "dist", ".git", "__pycache__"}


@cache
def committed_files() -> tuple[Path, ...]:
    """What git keeps or would keep; without git, all but what is built or installed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [p for p in ROOT.rglob("*") if not LEFT_OUT & set(p.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def text_of(path: Path) -> str:
    """The text of a file; empty when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def python_files(folder: str) -> tuple[Path, ...]:
    return tuple(sorted((ROOT / folder).rglob("*.py")))


@cache
def template_names() -> tuple[str, ...]:
    return tuple(
        sorted(
            path.relative_to(TEMPLATES).as_posix()
            for path in TEMPLATES.rglob("*")
            if path.is_file()
        )
    )


def template_text(name: str) -> str:
    return text_of(TEMPLATES / name)


def is_part(name: str) -> bool:
    return name.rsplit("/", 1)[-1].startswith("_")


@cache
def part_names() -> tuple[str, ...]:
    return tuple(name for name in template_names() if is_part(name))


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
