"""What forms do first with what people typed."""

from pog.core.markup import clean_line, clean_text


def one_line(text: str | None) -> str:
    return clean_line(text or "")


def lines(text: str | None) -> str:
    return clean_text(text or "")
