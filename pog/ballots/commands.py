"""`pog count`: counts a file of ballots with the code that counts the page's."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from pog.ballots.ballot_files import read_ballots
from pog.ballots.methods import METHODS
from pog.ballots.recounting import Recount, recount
from pog.ballots.verifying import verify_command
from pog.core.errors import Refusal
from pog.core.terminal import json_option, print_json

WAYS: Final = {name.replace("_", "-"): name for name in METHODS}


@click.command("count")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--method", required=True, type=click.Choice(sorted(WAYS)), help="How to count.")
@click.option("--seats", type=click.IntRange(1), help="How many are chosen.")
@click.option("--seed", help="The seed of the lot, as it stands on the ballot.")
@click.option("--election", help="Which one, in a JSON file that holds several.")
@json_option
def count_command(
    file: Path,
    method: str,
    seats: int | None,
    seed: str | None,
    election: str | None,
    as_json: bool,
) -> None:
    """Count a file of ballots: .blt, .soi/.soc/.toi/.toc, .pb, or our .csv and .json.

    No database is touched. The same file, method and seed give the same result everywhere.
    """
    try:
        ballots = read_ballots(file.name, file.read_bytes(), election=election)
        found = recount(ballots, WAYS[method], seats=seats, seed=seed)
    except Refusal as refusal:
        raise click.ClickException(f"{file.name}: {refusal}") from refusal
    told = found.as_json()
    if as_json:
        print_json(told)
    else:
        tell(found, told)


def tell(found: Recount, told: Mapping[str, Any]) -> None:
    """Print it for people."""
    click.echo(f"{found.counted['method']}, {told['ballots']} ballots")
    if "quota" in told:
        click.echo(f"Quota: {told['quota']:g}")
    click.echo("Winners: " + (", ".join(told["winners"]) or "none"))
    for one in told["rounds"]:
        tell_round(one)
    if not told["rounds"]:
        for place in told["order"]:
            click.echo(f"  {' = '.join(place)}: " + "; ".join(numbers_of(found, told, place)))
    for tie in told["ties"]:
        tell_tie(tie)


def tell_round(one: Mapping[str, Any]) -> None:
    why = ""
    if one["excluded"]:
        why = f": {one['excluded']} goes out"
    elif one["moved_from"]:
        why = f": what {one['moved_from']} does not need moves on"
    click.echo(f"Round {one['round']}{why}")
    for name, votes in sorted(one["totals"].items(), key=lambda pair: -pair[1]):
        mark = "  chosen" if name in one["elected"] else ""
        click.echo(f"  {written(votes):>14}  {name}{mark}")
    click.echo(f"  {written(one['exhausted']):>14}  with nobody")


def written(votes: int | float) -> str:  # noqa: PYI041  (whole votes are written as such)
    return str(votes) if isinstance(votes, int) else f"{votes:.5f}"


def numbers_of(found: Recount, told: Mapping[str, Any], place: list[str]) -> list[str]:
    method = METHODS[found.counted["method"]]
    bars = method.bars({one["option"]: one["counts"] for one in told["options"]})
    return [str(method.amount(bars[name])) for name in place]


def tell_tie(tie: Mapping[str, Any]) -> None:
    names = ", ".join(tie["options"])
    if tie["rule"] == "shared place":
        click.echo(f"Tie: {names} share a place.")
    elif tie["rule"] == "lot":
        click.echo(f"Tie in round {tie['round']}: {names}. The lot decides: {tie['chosen']}.")
    else:
        click.echo(
            f"Tie in round {tie['round']}: {names}. Round {tie['stage']} decides: {tie['chosen']}."
        )


COMMANDS = [count_command, verify_command]
