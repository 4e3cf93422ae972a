"""WebSocket frames made by hand: a broadcast is encoded once and written to each connection."""


def frame(message: bytes) -> bytes:
    """One whole binary message from a server (RFC 6455, 5.2)."""
    length = len(message)
    if length < 126:
        return b"\x82" + bytes((length,)) + message
    if length < 65536:
        return b"\x82\x7e" + length.to_bytes(2, "big") + message
    return b"\x82\x7f" + length.to_bytes(8, "big") + message
