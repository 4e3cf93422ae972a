"""`pog serve`: starts on an empty folder, serves what phones ask for first, ends quickly."""

import gzip
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request

import brotli
import pytest

from pog import assets
from tests.browser.site import SECRET, Site
from tests.cast import make_cast
from tests.live.streaming import Stream


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    assets.build()
    site = Site(tmp_path_factory.mktemp("serve"), jobs=True)
    site.start()
    yield site
    site.close()


def get(site, path, **headers):
    request = urllib.request.Request(
        site.url + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    return urllib.request.urlopen(request, timeout=10)


def test_a_fresh_folder_is_made_ready(site):
    with get(site, "/library") as answer:
        assert "Virginia" in answer.read().decode()


UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("identity", None)],
)
def test_pages_are_compressed(site, accepted, chosen):
    with get(site, "/library", Accept_Encoding=accepted) as answer:
        assert answer.headers["Content-Encoding"] == chosen
        assert b"Virginia" in UNPACK.get(chosen, bytes)(answer.read())


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [("gzip, deflate, br, zstd", "br"), ("deflate, gzip", "gzip"), ("identity", None)],
)
@pytest.mark.parametrize(
    ("name", "kind"), [("main.js", "text/javascript"), ("main.css", "text/css")]
)
def test_built_files_come_compressed_and_are_kept(site, name, kind, accepted, chosen):
    files = json.loads((assets.ROOT / "static/dist/manifest.json").read_text())["files"]
    source = (assets.ROOT / "static/dist" / files[name]).read_bytes()
    with get(site, f"/static/dist/{files[name]}", Accept_Encoding=accepted) as answer:
        assert answer.headers["Content-Encoding"] == chosen
        assert answer.headers["Vary"] == "accept-encoding"
        assert answer.headers.get_content_type() == kind
        assert "immutable" in answer.headers["Cache-Control"]
        assert UNPACK.get(chosen, bytes)(answer.read()) == source


@pytest.mark.parametrize(
    "path", ["/static/dist/manifest.jsonx", "/static/dist/../../pyproject.toml", "/live/other"]
)
def test_nothing_else_lies_beside_them(site, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(site, path)
    with refused.value as answer:
        assert answer.code == 404


def test_it_stops_within_five_seconds_with_pages_open(site):
    with site.work():
        cast = make_cast()
    cookie = f"session={site.take_cookie(site.app.test_client(), cast.ana)}"
    path = f"/live/stream?topics=convening:{cast.convening.id}"
    streams = [Stream(site.url, path, Cookie=cookie) for _ in range(30)]
    began = time.monotonic()
    site.stop()
    assert time.monotonic() - began < 5
    for stream in streams:
        assert stream.next(1).event == "hello"
        assert stream.next(1).event == "leaving"
        assert stream.is_cut(1)
        stream.close()
    log = site.log.read_text()
    assert "Traceback" not in log
    assert "ERROR" not in log
    site.start()


def test_several_workers_need_postgresql(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "from pog.cli import main; main()", "serve", "--workers", "2"],
        env={"POG_DATA": str(tmp_path), "POG_SECRET_KEY": SECRET, "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "POG_DATABASE_URL" in done.stderr


def test_under_another_server_pages_only_ask(site):
    """The plain WSGI application keeps no stream open, and its pages try none."""
    with site.work():
        cast = make_cast()
    browser = site.app.test_client()
    cookie = f"session={site.take_cookie(browser, cast.ana)}"
    path = f"/convenings/{cast.convening.id}"
    by_wsgi = browser.get(path).text
    assert "data-live " in by_wsgi
    assert "hx-sse:connect" not in by_wsgi
    with get(site, path, Cookie=cookie) as answer:
        assert "hx-sse:connect" in answer.read().decode()
