"""Finds what may tell who or where a person is, so that its writer can think again.

It warns and never refuses: it knows common given names, titles, numbers and street words of
English and Spanish, and neither finds every name nor is right about each one it finds.
"""

import re

from pog.core.i18n import _

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
# Seven digits or more with what people put between them; dates and spans of years have fewer
# digits in a row of groups or a group of four first.
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ().-]{5,18}\d(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d\D+(?:19|20)\d\d")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d+\.\d+")
_STREET = re.compile(
    r"\b\d{1,5}\s+(?:[NSEW]\.?\s+)?(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*\s+){1,3}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Ln|Lane|Dr|Drive|Blvd|Boulevard|Ct|Court|Way|Place)\b"
    r"|\b(?:Calle|Avenida|Av\.|Carrera|Camino|Paseo)\s+(?:[\wÁÉÍÓÚÑáéíóúñ'’.-]+\s+){1,4}"
    r"(?:#\s*|n\.?º?\s*)?\d{1,5}\b"
)
_NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñü'’-]+"
_TITLE = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mister|Dr|Coach|Principal|Sr|Sra|Srta|Señor|Señora|Profesora?|Maestr[oa]"
    rf"|Don|Doña|Director)\.?\s+{_NAME}"
)
# The commonest given names of the US Social Security lists and of Spanish speakers there.
_GIVEN = (
    "James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel "
    "Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward "
    "Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin "
    "Scott Brandon Benjamin Samuel Gregory Frank Alexander Raymond Patrick Jack Dennis Jerry "
    "Tyler Aaron Jose Adam Henry Nathan Douglas Zachary Peter Kyle Noah Ethan Jeremy Walter "
    "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty "
    "Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie "
    "Rebecca Sharon Laura Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen "
    "Samantha Katherine Christine Debra Rachel Carolyn Janet Catherine Maria María Heather Diane "
    "Ruth Julie Olivia Joyce Virginia Kelly Lauren Christina Joan Evelyn Judith Andrea Hannah "
    "Juan José Luis Carlos Jorge Pedro Manuel Miguel Francisco Javier Alejandro Diego Fernando "
    "Sofía Isabella Valentina Camila Guadalupe Rosa Carmen Ana Lucía Elena Gabriela Daniela"
)
_FULL_NAME = re.compile(rf"\b(?:{'|'.join(_GIVEN.split())})\s+{_NAME}")
# Places and institutions that begin like a person's name.
_NO_PERSON = re.compile(
    r"^(?:Virginia (?:Beach|Tech|Standards|State)|San \w+|Santa \w+|George Washington"
    r"|\w+ (?:County|School|Schools|High|Middle|Elementary|University|College|City|Street))$"
)


def what_looks_personal(text: str) -> list[str]:
    """What in the text may tell who or where a person is: a few words about each find."""
    found = [_("an e-mail address: %(found)s", found=one.group()) for one in _EMAIL.finditer(text)][
        :1
    ]
    found += [
        _("where somebody lives: %(found)s", found=one.group()) for one in _STREET.finditer(text)
    ][:1]
    found += [_("a phone number: %(found)s", found=number) for number in _phones(text)][:1]
    names = [one.group() for pattern in (_TITLE, _FULL_NAME) for one in pattern.finditer(text)]
    people = [name for name in names if not _NO_PERSON.match(name)]
    found += [_("the name of a person: %(found)s", found=name) for name in people][:1]
    return [str(one) for one in found]


def _phones(text: str) -> list[str]:
    return [
        one.group()
        for one in _PHONE.finditer(text)
        if 7 <= sum(c.isdigit() for c in one.group()) <= 15
        and not _YEARS.fullmatch(one.group())
        and not _DATE.fullmatch(one.group())
    ]
