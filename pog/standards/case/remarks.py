"""What readers, writers and checks say about a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a file was odd and has been understood anyway."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that is not in the written file as it was in the package.

    `restorable` means that reading the written file back brings it back.
    """

    code: str
    message: str
    count: int = 1
    where: tuple[str, ...] = ()
    restorable: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a written file that breaks the specification."""

    code: str
    path: str
    message: str
