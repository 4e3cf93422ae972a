"""Documents on paper, set by typst: what people typed goes in as data, never as markup."""

import json
from typing import Any, Literal

import typst

from pog.config import resources

PAPERS = {"letter": "us-letter", "a4": "a4"}


def typeset(
    template: str,
    data: dict[str, Any],  # Any: what JSON takes
    *,
    form: Literal["pdf", "png", "svg"] = "pdf",
    ppi: float = 144.0,
) -> bytes:
    """Set `templates/<template>` with this data (`sys.inputs.data`, JSON); one page for pictures.

    A PDF asks for PDF/UA-1. When the standard refuses (a flag of two emoji, a script this machine
    has no letters for), the document comes without it: people need their paper all the same.
    Pictures go in with the data, as SVG (`pictures.as_svg`): beside it only text can be given.
    """
    source = (resources() / "templates" / template).read_bytes()
    given: dict[str, Any] = {
        "input": source,
        "format": form,
        "ppi": ppi,
        "sys_inputs": {"data": json.dumps(data)},
    }
    if form != "pdf":
        return _one(typst.compile(**given))
    try:
        return _one(typst.compile(**given, pdf_standards=["ua-1"]))
    except typst.TypstError:
        return _one(typst.compile(**given))


def _one(made: bytes | list[bytes]) -> bytes:
    """The document; of pictures typst gives a list when there are several pages."""
    return made if isinstance(made, bytes) else made[0]
