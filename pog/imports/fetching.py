"""Fetching a file from another server without becoming a way into our own network.

Off unless the operator names hosts. A name is resolved once, every address it has must be public,
and the connection goes to that very address; a redirect begins all of it again.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit

from pog.core.errors import Forbidden, Refusal, TooLarge, Unreadable
from pog.core.i18n import _

REDIRECTS: Final = 3
SECONDS: Final = 20.0
CHUNK: Final = 64 * 1024
WELCOME: Final = ("application/json", "+json", "application/octet-stream", "text/plain", "text/csv")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Iterable[str]]
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64: Final = ipaddress.ip_network("64:ff9b:1::/48")


def addresses_of(host: str, port: int) -> list[str]:
    """Every address the name has now."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def is_public(text: str) -> bool:
    """Whether this is an address of the open internet, also when it hides another inside."""
    try:
        address: Address = ipaddress.ip_address(text.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    inside = _inside(address)
    if inside is not None:
        return is_public(str(inside))
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inside(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 one carries, in any of the ways there are."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or address in _LOCAL_NAT64 or int(address) < 2**33:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches from the hosts it was given; how names resolve is passed in for tests."""

    hosts: Sequence[str]
    size_limit: int
    seconds: float = SECONDS
    resolve: Resolve = addresses_of
    allows: Callable[[str], bool] = is_public
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def check(self, address: str) -> SplitResult:
        """The parts of an address that may be asked, or why it may not; nothing is looked up."""
        if not self.hosts:
            raise Forbidden(_("Importing from an address is switched off on this site."))
        try:
            parts = urlsplit(address.strip())
            port = parts.port
        except ValueError as error:
            raise Unreadable(_("This is not an address. Copy it from your browser.")) from error
        if parts.scheme != "https" or not parts.hostname:
            raise Refusal(_("Give an address that begins with https://."), field="address")
        if parts.username is not None or parts.password is not None:
            raise Refusal(_("Leave the name and password out of the address."), field="address")
        named = parts.hostname if port in (None, 443) else f"{parts.hostname}:{port}"
        if named.lower() not in self.hosts:
            raise Refusal(
                _(
                    "This site imports only from: %(hosts)s. Ask the operator to add another one, "
                    "or download the file and choose it here.",
                    hosts=", ".join(self.hosts),
                ),
                field="address",
            )
        return parts

    def fetch(self, address: str) -> bytes:
        """What is there, if it is small, quick and looks like data."""
        end = time.monotonic() + self.seconds
        for _turn in range(REDIRECTS + 1):
            parts = self.check(address)
            try:
                content, onward = self._ask(parts, end)
            except (OSError, http.client.HTTPException) as error:
                if time.monotonic() >= end:
                    raise Refusal(_("The other server took too long. Try again later.")) from error
                raise Refusal(
                    _("The other server could not be reached. Check the address, or try later.")
                ) from error
            if onward is None:
                return content
            address = urljoin(address, onward)
        raise Refusal(_("The other server sends us round in circles."))

    def _ask(self, parts: SplitResult, end: float) -> tuple[bytes, str | None]:
        host, port = str(parts.hostname), parts.port or 443
        numbers = list(self.resolve(host, port))
        if not numbers or not all(self.allows(number) for number in numbers):
            raise Refusal(_("This address leads into a private network. It was not asked."))
        plain = socket.create_connection((numbers[0], port), timeout=_left(end))
        # Whoever drips a byte now and then never meets the timeout of a single read.
        alarm = threading.Timer(_left(end), _close, [plain])
        alarm.daemon = True
        alarm.start()
        try:
            with self.tls.wrap_socket(plain, server_hostname=host) as secure:
                return self._read(secure, parts, host, port, end)
        finally:
            alarm.cancel()
            plain.close()

    def _read(
        self, secure: ssl.SSLSocket, parts: SplitResult, host: str, port: int, end: float
    ) -> tuple[bytes, str | None]:
        connection = http.client.HTTPSConnection(host, port)
        connection.sock = secure  # to the address that was checked, not to a new look-up
        target = parts.path or "/"
        connection.request(
            "GET",
            f"{target}?{parts.query}" if parts.query else target,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )
        with closing(connection), closing(connection.getresponse()) as answer:
            return self._content(answer, end)

    def _content(self, answer: http.client.HTTPResponse, end: float) -> tuple[bytes, str | None]:
        if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
            return b"", answer.headers["Location"]
        if answer.status != 200:
            raise Refusal(
                _("The other server answered with status %(status)s.", status=answer.status)
            )
        _look_at(answer)
        self._refuse_large(int(answer.headers.get("Content-Length") or 0))
        content = bytearray()
        while chunk := answer.read(CHUNK):
            content += chunk
            self._refuse_large(len(content))
            if time.monotonic() >= end:
                raise TimeoutError
        return bytes(content), None

    def _refuse_large(self, size: int) -> None:
        if size > self.size_limit:
            raise TooLarge(
                _(
                    "The file at this address is larger than %(limit)s MB.",
                    limit=self.size_limit // 1024**2,
                )
            )


def _look_at(answer: Any) -> None:  # http.client's response
    kind = answer.headers.get_content_type()
    if not any(kind == one or kind.endswith(one) for one in WELCOME):
        raise Unreadable(
            _("There is a page at this address, not a file (%(kind)s).", kind=kind[:60])
        )
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise Unreadable(_("The other server sends the file packed, which was not asked for."))


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _close(plain: socket.socket) -> None:
    try:
        plain.shutdown(socket.SHUT_RDWR)
    except OSError:
        plain.close()
