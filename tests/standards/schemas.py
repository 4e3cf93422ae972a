"""The published schemas and real files, where they are at hand."""

import functools
import json
import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("POG_SHARED") or Path(__file__).resolve().parents[3] / "shared")
EXCHANGE = SHARED / "data" / "exchange"
SCHEMAS = EXCHANGE / "schema"
REAL_PACKAGES = sorted(
    path
    for path in (EXCHANGE / "case").glob("*.json")
    if not path.name.startswith("sb_getAll")  # the answer of /CFDocuments
)
needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="needs the published schemas beside the checkout"
)


@functools.cache
def validators():
    from jsonschema import Draft7Validator, Draft201909Validator, FormatChecker

    package = json.loads((SCHEMAS / "case_v1p1_cfpackage.schema.json").read_text())
    service = json.loads((SCHEMAS / "case_v1p1_openapi30.json").read_text())
    service["$ref"] = "#/components/schemas/CFPackageDType"
    return (
        Draft201909Validator(package, format_checker=FormatChecker()),
        Draft7Validator(service, format_checker=FormatChecker()),
    )


def schema_errors(document):
    return [
        f"{list(error.path)}: {error.message}"
        for validator in validators()
        for error in validator.iter_errors(document)
    ]
