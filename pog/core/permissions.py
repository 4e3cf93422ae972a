"""Permissions: an action on a kind of thing, named once; nobody has it until a rule grants it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from pog.core.errors import Forbidden
from pog.core.i18n import _l
from pog.core.identity import Actor

Along = tuple[InstrumentedAttribute[Any], ...]
"""Relations, each from the thing or from what one before leads to."""
Rule = Callable[[Actor, Any], bool]  # Any: a rule takes the kind its permission is about


class Permission:
    """What may be done to one kind of thing, and the rules that grant it.

    `along`: what nearly every page of such a thing looks at too. It is fetched in the statement
    that finds the thing, since a hall asks for the same page a thousand times within seconds.
    """

    def __init__(self, name: str, kind: type, *, along: Along = ()) -> None:
        self.name = name
        self.kind = kind
        self.along = along
        self.rules: list[Rule] = []

    def granted_by(self, rule: Rule) -> Rule:
        """Add a rule; higher features may add theirs to a lower feature's permission."""
        if rule not in self.rules:
            self.rules.append(rule)
        return rule

    def allows(self, actor: Actor, thing: object) -> bool:
        """Whether any rule lets this actor do it to this thing; the system always may."""
        return actor.is_system or any(rule(actor, thing) for rule in self.rules)

    def require(self, actor: Actor, thing: object) -> None:
        """Raise Forbidden unless allowed. For commands and sockets; routes use `needs`."""
        if not self.allows(actor, thing):
            raise Forbidden(_l("You may not do this."))

    def __repr__(self) -> str:
        return f"<Permission {self.name}>"
