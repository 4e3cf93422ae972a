"""Several people in the same moment."""

import threading
from collections.abc import Callable, Sequence
from typing import Any


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all together, wait, and return their answers; a failure inside is a failure here."""
    barrier = threading.Barrier(len(deeds))
    failures: list[Exception] = []
    answers: list[Any] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            answers[number] = deed()
        except Exception as failure:  # noqa: BLE001 - told by the assertion below
            failures.append(failure)

    threads = [
        threading.Thread(target=run, args=(number, deed)) for number, deed in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures
    return answers
