"""`pog verify`: goes through the records of all ballots and names the first changed line."""

import sys

import click
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from pog.ballots.chain import Break, first_break, head_of
from pog.ballots.models import Ballot, LogEntry
from pog.core.database import db
from pog.core.terminal import in_app, json_option, print_json

SAID = {
    "altered": "line {number} is not as it was written",
    "missing": "line {number} is missing, or one was put in before it",
    "options": "line {number}: question, options or rules are not those of the opening",
    "list": "line {number}: the votes in the box are not those that were counted",
    "result": "line {number}: the stored result is not the one of the close",
}


def broken_records() -> tuple[list[Ballot], dict[object, str], list[Break]]:
    """All ballots with a record, their heads, and what is wrong."""
    entries: dict[object, list[LogEntry]] = {}
    for entry in db.session.scalars(select(LogEntry).order_by(LogEntry.ballot_id, LogEntry.number)):
        entries.setdefault(entry.ballot_id, []).append(entry)
    ballots = list(
        db.session.scalars(
            select(Ballot)
            .where(Ballot.id.in_(entries))
            .options(selectinload(Ballot.options))
            .order_by(Ballot.opened_at, Ballot.id)
        )
    )
    found = [first_break(ballot, entries[ballot.id]) for ballot in ballots]
    heads: dict[object, str] = {key: head_of(lines) for key, lines in entries.items()}
    return ballots, heads, [one for one in found if one is not None]


@click.command("verify")
@json_option
@in_app
def verify_command(as_json: bool) -> None:
    """Check the record of every ballot: the chain of its lines, its terms, its result and, of a
    secret one, the list of its votes.

    Compare the heads with those shown and printed with the results: only so lines that were cut
    off at the end are found. Ends with 1 when something was changed.
    """
    ballots, heads, broken = broken_records()
    questions = {ballot.id: ballot.question for ballot in ballots}
    if as_json:
        print_json(
            {
                "ballots": len(ballots),
                "heads": {str(key): head for key, head in heads.items()},
                "broken": [
                    {"ballot": str(one.ballot_id), "line": one.number, "problem": one.problem}
                    for one in broken
                ],
            }
        )
    else:
        for one in broken:
            said = SAID[one.problem].format(number=one.number)
            click.echo(f"{questions[one.ballot_id]} ({one.ballot_id}): {said}")
        for ballot in ballots:
            click.echo(f"{heads[ballot.id][:16]}  {ballot.question}")
        click.echo(f"{len(ballots)} records, {len(broken)} changed.")
    if broken:
        sys.exit(1)
