"""Does a written CASE file keep the specification, in form and in sense?"""

from typing import Final

from pog.standards.case.checking_form import form_findings
from pog.standards.case.checking_sense import sense_findings
from pog.standards.case.fields import JsonObject
from pog.standards.case.remarks import Finding

# With these there is nothing to make sense of.
_SENSELESS: Final = frozenset({"missing", "null", "wrong_kind"})


def findings(document: JsonObject, version: str = "1.1") -> list[Finding]:
    """Everything that is wrong; sense is looked for where the form leaves any."""
    found = form_findings(document, version)
    if any(finding.code in _SENSELESS for finding in found):
        return found
    return found + sense_findings(document, version)
