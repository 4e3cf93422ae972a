"""Office files as packages (ZIP): the same content gives the same bytes, whenever it is written."""

import io
import zipfile
from collections.abc import Callable

ENTRY_TIME = (2000, 1, 1, 0, 0, 0)


def undated(packed: bytes, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The package without the moment it was written; `change` may put a part in other words."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            content = before.read(entry)
            if change is not None:
                content = change(entry.filename, content)
            fixed = zipfile.ZipInfo(entry.filename, ENTRY_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(fixed, content)
    return out.getvalue()
