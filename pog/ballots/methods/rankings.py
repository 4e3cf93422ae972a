"""What methods share in which people put options in order."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from pog.ballots.methods.interface import Bar, Box, Marks, Method, OptionCount, Parts, Settings
from pog.ballots.methods.places import ranks
from pog.ballots.methods.reading import refuse_unknown, whole_number
from pog.core.errors import Refusal, Sentence, Unreadable
from pog.core.i18n import _, _l

SEED_LIMIT: Final = 40
Ranking = tuple[str, ...]
"""One ballot from its first choice on."""


def seed_box(name: str) -> Box:
    return Box(
        name=f"{name}_seed",
        setting="seed",
        label=_l("A word or number for a lot"),
        hint=_l(
            "Leave it empty and pog draws one. It stands on the ballot, so everybody can check "
            "the lot."
        ),
        is_number=False,
        is_optional=True,
    )


class Ranked(Method):
    """First, second, third and so on; options without a place come after all others."""

    may_tie: ClassVar[bool] = False
    """Whether one person may put two options on the same place."""
    draws_lots = True

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        seed = " ".join(str(settings.get("seed") or "").split())
        if len(seed) > SEED_LIMIT:
            raise Refusal(
                _("Use at most %(limit)s characters for the lot.", limit=SEED_LIMIT),
                field=f"{self.name}_seed",
            )
        return {"seed": seed}

    def settings_again(self, settings: Mapping[str, Any], options: int) -> Settings:
        """Return them without the seed: each ballot has a lot of its own."""
        return {name: value for name, value in settings.items() if name != "seed"}

    def check(
        self, marks: Mapping[str, object], settings: Mapping[str, object], options: Sequence[str]
    ) -> Marks:
        """Return the places given, 1 for the first."""
        refuse_unknown(marks, options)
        given = {option: mark for option, mark in marks.items() if mark not in (None, "")}
        if not given:
            raise Refusal(_("Give at least your first choice."))
        read = {option: whole_number(given[option]) for option in options if option in given}
        places = {
            option: place
            for option, place in read.items()
            if place is not None and 1 <= place <= len(options)
        }
        if len(places) != len(read):
            raise Unreadable(_("Use places from 1 to %(last)s.", last=len(options)))
        if not self.may_tie:
            refuse_repeats_and_gaps(list(places.values()))
        return places

    def in_words(self, mark: str, settings: Mapping[str, Any]) -> Sentence:
        sentence: Sentence = _("place %(place)s", place=mark)
        return sentence

    def counts(
        self,
        ballots: Collection[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, Any],
    ) -> dict[str, dict[str, int]]:
        """Return first choices only: of a small group the rest of an order would tell too much."""
        first = dict.fromkeys(options, 0)
        for marks, number in together(ballots):
            for option in first_choices(marks):
                first[option] += number
        return {option: {"0": len(ballots) - mine, "1": mine} for option, mine in first.items()}

    def bars(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Bar]:
        return {
            option: Bar(
                label=_("First choice"), value=values.get("1", 0), maximum=sum(values.values())
            )
            for option, values in counts.items()
        }

    def option_counts(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
        order: Sequence[Sequence[str]],
    ) -> list[OptionCount]:
        places = ranks(order)
        counts = self.counts(ballots, options, settings)
        bundles = list(together(ballots))
        tied = {option for place in order if len(place) > 1 for option in place}
        return [
            OptionCount(
                option=option,
                rank=places[option],
                tied=option in tied,
                answers=sum(number for marks, number in bundles if option in marks),
                counts=counts[option],
            )
            for option in options
        ]


def first_choices(marks: Mapping[str, int]) -> list[str]:
    best = min(marks.values(), default=0)
    return [option for option, place in marks.items() if place == best]


def refuse_repeats_and_gaps(places: Sequence[int]) -> None:
    if sorted(places) == list(range(1, len(places) + 1)):
        return
    for place in sorted(set(places)):
        if places.count(place) > 1:
            raise Refusal(
                _("You gave place %(place)s more than once. Give each place to one.", place=place)
            )
    for place in range(1, len(places) + 1):
        if place not in places:
            raise Refusal(
                _(
                    "You left out place %(place)s. Use 1, 2, 3 and so on, with no gap.",
                    place=place,
                )
            )


def in_order(marks: Mapping[str, int]) -> Ranking:
    """Return the options of one ballot from the first place on."""
    return tuple(sorted(marks, key=marks.__getitem__))


def bundled(ballots: Iterable[Mapping[str, int]]) -> dict[Ranking, int]:
    """Return each order that was given and how often, in an order that votes cannot change."""
    found: dict[Ranking, int] = {}
    for marks, number in together(ballots):
        ranking = in_order(marks)
        found[ranking] = found.get(ranking, 0) + number
    return {ranking: found[ranking] for ranking in sorted(found)}


def together(ballots: Iterable[Mapping[str, int]]) -> Iterable[tuple[Mapping[str, int], int]]:
    """Return marks that are one and the same object once, with their number: files are bundled."""
    held = list(ballots)
    by_identity = {id(marks): marks for marks in held}
    return ((by_identity[one], number) for one, number in Counter(map(id, held)).items())


def ranking_parts(result: str, wall: str) -> Parts:
    return Parts(
        vote="ballots/methods/_ranking_vote.html",
        card="ballots/methods/_ranking_vote.html",
        paper="ballots/methods/_ranking_paper.html",
        result=result,
        wall=wall,
        groups="ballots/methods/_bars_groups.html",
        scripts=("ranking.js",),
    )
