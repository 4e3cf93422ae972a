"""Importing from an address: only from hosts the operator names, never into a private network."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from pog.core import jobs
from pog.core.database import db
from pog.core.errors import Refusal
from pog.frameworks.models import Framework
from pog.imports.commands import import_framework
from pog.imports.fetching import Fetcher, is_public
from tests.standards import packages

HOST = "frameworks.example"


class Server:
    """A server with TLS that answers one thing and counts who connects."""

    def __init__(self, certificate):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connections = 0
        self.answers = {}
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                plain, _who = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                with plain, self.context.wrap_socket(plain, server_side=True) as one:
                    path = one.recv(65536).split(b" ")[1].decode()
                    for piece in self.answers[path]:
                        one.sendall(piece)
            except OSError:
                continue

    def close(self):
        self.listener.close()


def head(*lines, status="200 OK"):
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}",
         "-keyout", str(folder / "key"), "-out", str(folder / "certificate")],
        check=True, capture_output=True,
    )  # fmt: skip
    both = folder / "both"
    both.write_bytes((folder / "key").read_bytes() + (folder / "certificate").read_bytes())
    return both


@pytest.fixture
def server(certificate):
    found = Server(certificate)
    yield found
    found.close()


@pytest.fixture
def fetcher(server, certificate):
    """Knows the server by its name; where that lies is passed in, as on a test network."""

    def make(**given):
        values = {
            "hosts": (f"{HOST}:{server.port}",),
            "size_limit": 100_000,
            "resolve": lambda _host, _port: ["127.0.0.1"],
            "allows": lambda _address: True,
            "tls": ssl.create_default_context(cafile=certificate),
            **given,
        }
        return Fetcher(**values)

    return make


@pytest.fixture
def address(server):
    return f"https://{HOST}:{server.port}"


def test_a_file_is_fetched(server, fetcher, address):
    body = json.dumps(packages.package()).encode()
    server.answers["/a?b=c"] = [
        head("Content-Type: application/json", f"Content-Length: {len(body)}"),
        body,
    ]
    assert fetcher().fetch(f"{address}/a?b=c") == body


def refused(fetcher, address):
    with pytest.raises(Refusal) as caught:
        fetcher.fetch(address)
    return str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        "http://{host}/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0177.0.0.1/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://localhost/",
        "https://{host}./",
        "https://user@{host}/",
        "https://user:word@{host}/",
        "https://{host}.evil.example/",
        "https://evil.example#@{host}/",
        "https://{host}:22/",
        "ftp://{host}/",
        "file:///etc/passwd",
        "//{host}/",
        "https://[broken/",
        "https:// /",
    ],
)
def test_every_other_spelling_is_refused_without_a_connection(server, written):
    asked = []
    found = Fetcher(
        hosts=(HOST,),
        size_limit=100,
        resolve=lambda host, _port: asked.append(host) or ["127.0.0.1"],
    )
    assert refused(found, written.format(host=HOST))
    assert asked == []
    assert server.connections == 0


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "not a number",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_without_a_connection(server, fetcher, number, address):
    assert not is_public(number)
    inside = fetcher(resolve=lambda _host, _port: ["93.184.216.34", number], allows=is_public)
    assert "private network" in refused(inside, address)
    assert server.connections == 0


def test_addresses_of_the_open_internet_are_public():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_a_name_is_looked_up_once(server, fetcher, address):
    """Rebinding: the second answer would lead inside, but nobody asks again."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    server.answers["/"] = [head("Content-Type: application/json", "Content-Length: 2"), b"{}"]
    assert fetcher(resolve=lambda _host, _port: next(answers)).fetch(address) == b"{}"
    assert next(answers) == ["10.0.0.1"]


def test_a_redirect_is_checked_like_the_first_address(server, fetcher, address):
    for path, onward in (
        ("/inside", "https://169.254.169.254/latest"),
        ("/plain", f"http://{HOST}/"),
        ("/elsewhere", "https://evil.example/"),
    ):
        server.answers[path] = [head(f"Location: {onward}", status="302 Found")]
        assert refused(fetcher(), f"{address}{path}")
    server.answers["/round"] = [head("Location: /round", status="301 Moved")]
    assert "circles" in refused(fetcher(), f"{address}/round")
    server.answers["/near"] = [head("Location: /there", status="302 Found")]
    server.answers["/there"] = [head("Content-Type: text/plain", "Content-Length: 2"), b"{}"]
    assert fetcher().fetch(f"{address}/near") == b"{}"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ([head("Content-Type: text/html", "Content-Length: 0")], "not a file"),
        ([head("Content-Type: application/json", "Content-Length: 999999")], "larger than"),
        ([head("Content-Type: application/json"), b"x" * 200_000], "larger than"),
        (
            [head("Content-Type: application/json", "Content-Encoding: gzip"), b"x"],
            "packed",
        ),
        ([head(status="404 Not Found")], "404"),
        ([b"nonsense\r\n\r\n"], "could not be reached"),
    ],
)
def test_what_is_no_small_file_is_refused(server, fetcher, address, answer, says):
    server.answers["/"] = answer
    assert says in refused(fetcher(), address)


def test_a_server_that_drips_is_cut_off(server, fetcher, address):
    def drip():
        yield head("Content-Type: application/json", "Content-Length: 1000")
        while True:
            time.sleep(0.05)
            yield b"x"

    server.answers["/"] = drip()
    assert "took too long" in refused(fetcher(seconds=0.4), address)


def test_another_certificate_is_refused(server, fetcher, address):
    strict = fetcher(tls=ssl.create_default_context())
    assert "could not be reached" in refused(strict, address)


# ------------------------------------------------------------------ from the outside


def test_it_is_switched_off_unless_the_operator_says_so(app, as_person, cast, send):
    ana = as_person(cast.ana)
    assert "Or its address" not in ana.get("/frameworks/import").text
    answer = send(ana, b"", address=f"https://{HOST}/x")
    assert answer.status_code == 403
    assert "switched off" in answer.text
    result = CliRunner().invoke(import_framework, [f"https://{HOST}/x"], obj=lambda: app)
    assert (result.exit_code, "switched off" in result.stderr) == (1, True)


@pytest.fixture
def switched_on(app, monkeypatch):
    hosts = (HOST, "frameworks.invalid")
    settings = replace(app.config["POG_SETTINGS"], import_hosts=hosts)
    monkeypatch.setitem(app.config, "POG_SETTINGS", settings)


@pytest.mark.usefixtures("switched_on")
def test_a_host_that_is_not_on_the_list_is_named_at_once(as_person, cast, send):
    ana = as_person(cast.ana)
    assert HOST in ana.get("/frameworks/import").text
    answer = send(ana, b"", address="https://evil.example/x")
    assert answer.status_code == 422
    assert f"imports only from: {HOST}" in answer.text
    assert "https://evil.example/x" in answer.text, "what was typed is there again"


@pytest.mark.usefixtures("switched_on")
def test_a_worker_asks_the_other_server(app, as_person, cast, send):
    """Nobody waits for it; a name that is nowhere is explained on the page of the import."""
    ana = as_person(cast.ana)
    address = send(ana, b"", address="https://frameworks.invalid/x.json").location
    assert "https://frameworks.invalid/x.json" in ana.get(address).text
    with app.app_context():
        assert jobs.work_off() == 1
        assert db.session.scalars(select(Framework)).all() == []
    assert "could not be reached" in ana.get(address).text
