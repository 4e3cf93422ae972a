"""The response matrix as rows of a sheet: every comment, and what became of it."""

from collections.abc import Iterator, Sequence

from pog.comments.cards import Card
from pog.core.sheets import Value

HEAD = ("Number", "When", "About", "About the words", "Words are gone", "Group", "Stance",
        "Comment", "Reply to", "Agree", "Hidden", "Why hidden", "Answer", "Reason",
        "Done in revision", "Answered by", "Address")  # fmt: skip
WIDTHS = (9, 18, 32, 36, 10, 22, 12, 80, 9, 9, 9, 30, 14, 50, 12, 20, 48)


def rows_of(cards: Sequence[Card], addresses: Sequence[str]) -> Iterator[Sequence[Value]]:
    """One row for each comment, in their order; `addresses` are those of their pages.

    Whoever gets the file may pass it on: a group stands for its author, hidden words are left
    out for everybody, and only published answers are in it.
    """
    numbers = {card.comment.id: number for number, card in enumerate(cards, start=1)}
    for card, address in zip(cards, addresses, strict=True):
        comment, answer = card.comment, card.answer
        passage = card.passage if not comment.is_hidden else None
        parts = (card.attribute_name, comment.subject_name)
        yield (
            numbers[comment.id],
            comment.created_at,
            ": ".join(part for part in parts if part),
            passage.quote if passage else "",
            ("yes" if passage.is_gone else "no") if passage else "",
            comment.group_name or "",
            comment.stance or "",
            "" if comment.is_hidden else comment.body,
            numbers.get(comment.parent_id) if comment.parent_id else None,
            card.agreements,
            "yes" if comment.is_hidden else "no",
            comment.hidden_reason or "",
            answer.answer if answer else "",
            answer.reason if answer else "",
            answer.revision_number if answer else None,
            answer.answered_by if answer else "",
            address,
        )
