"""Flask's pages behind the ASGI server: whole, in pieces, and sent by people on bad wifi."""

import http.client
import socket
import threading
import time

import pytest
import uvicorn
from flask import Flask, Response, request

from pog.live.pages import AHEAD, THREADS, Pages
from tests.services import free_port

flask_app = Flask(__name__)
came: list[bytes] = []
held: list[bool] = []
released = threading.Event()


@flask_app.post("/echo")
def echo():
    came.append(request.get_data())
    return came[-1]


@flask_app.get("/pieces")
def pieces():
    return Response(f"{number}\n" * number for number in range(200))


@flask_app.get("/late")
def late():
    def some():
        yield ""
        yield "first"
        time.sleep(0.5)
        yield "second"

    return Response(some())


@flask_app.get("/nothing")
def nothing():
    return "", 204


@flask_app.get("/hold")
def hold():
    held.append(True)
    assert released.wait(20)
    return "held"


@flask_app.route("/order/<word>", methods=["GET", "POST"])
def order(word):
    time.sleep(0.02)
    came.append(word.encode())
    return word


@flask_app.get("/broken")
def broken():
    raise RuntimeError("meant")


@pytest.fixture(scope="module")
def port():
    port = free_port()
    config = uvicorn.Config(
        Pages(flask_app), port=port, lifespan="off", log_config=None, interface="asgi3"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield port
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def ask(port):
    connections = []

    def ask(method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connections.append(connection)
        connection.request(method, path, body)
        return connection.getresponse()

    yield ask
    for connection in connections:
        connection.close()


@pytest.mark.parametrize("size", [0, 1, AHEAD - 1, AHEAD, AHEAD + 1, 5_000_000])
def test_what_is_sent_comes_whole(ask, size):
    sent = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    answer = ask("POST", "/echo", sent)
    assert answer.read() == sent
    assert answer.headers["Content-Length"] == str(size)


def test_an_answer_made_in_pieces_comes_whole(ask):
    assert ask("GET", "/pieces").read().decode() == "".join(f"{n}\n" * n for n in range(200))


def test_the_first_piece_does_not_wait_for_the_second(ask):
    answer = ask("GET", "/late")
    assert answer.read1(100) == b"first"
    assert answer.read() == b"second"


def test_answers_without_a_body(ask):
    none = ask("GET", "/nothing")
    assert (none.status, none.read()) == (204, b"")
    looked = ask("HEAD", "/pieces")
    assert (looked.status, looked.read()) == (200, b"")


def test_an_error_is_an_answer(ask):
    answer = ask("GET", "/broken")
    assert answer.status == 500
    answer.read()


HEAD = b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n"


def test_forms_that_come_slowly_hold_nobody_up(ask, port):
    slow = []
    for number in range(2 * THREADS):
        slow.append(socket.create_connection(("127.0.0.1", port), timeout=20))
        slow[-1].sendall(HEAD + b"%03d" % number)
    assert ask("POST", "/echo", b"quick").read() == b"quick"
    for one in slow:
        one.sendall(b"end")
    assert [one.recv(4096)[-6:] for one in slow] == [
        b"%03dend" % number for number in range(len(slow))
    ]
    for one in slow:
        one.close()


def test_a_form_that_breaks_off_does_nothing(ask, port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        one.sendall(HEAD + b"bro")
    assert ask("POST", "/echo", b"after").read() == b"after"
    assert not any(body.startswith(b"bro") for body in came)


def in_order(ask, requests):
    """What is worked on first of requests that all have come before any is."""
    released.clear()
    holding = [threading.Thread(target=lambda: ask("GET", "/hold").read()) for _ in range(THREADS)]
    for thread in holding:
        thread.start()
    while len(held) < THREADS:  # each lets the next one in when it takes long
        time.sleep(0.01)
    came.clear()
    waiting = [threading.Thread(target=lambda r=request: ask(*r).read()) for request in requests]
    for thread in waiting:
        thread.start()
        time.sleep(0.005)
    time.sleep(0.5)
    held.clear()
    released.set()
    for thread in holding + waiting:
        thread.join()
    return list(came)


LOOK, CHANGE = ("GET", "/order/look"), ("POST", "/order/change")


def test_who_pressed_a_button_passes_those_who_look(ask):
    assert in_order(ask, [LOOK] * 40 + [CHANGE]).index(b"change") < 20


def test_who_looks_is_not_passed_for_ever(ask):
    assert in_order(ask, [CHANGE] * 10 + [LOOK] + [CHANGE] * 30).index(b"look") < 30
