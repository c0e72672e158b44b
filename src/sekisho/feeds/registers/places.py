"""Countries as lists of restricted entities name them, beyond the makers' countries that `sekisho.countries` knows."""

import re
from collections.abc import Iterable

from ...countries import country_code

_MORE = """
AE United Arab Emirates;UAE
AF Afghanistan
AM Armenia
AR Argentina
AZ Azerbaijan
BA Bosnia and Herzegovina
BD Bangladesh
BG Bulgaria
BH Bahrain
BO Bolivia
CD Congo, Democratic Republic of the
CL Chile
CO Colombia
CR Costa Rica
CU Cuba
CY Cyprus
DO Dominican Republic
DZ Algeria
EC Ecuador
EE Estonia
EG Egypt
GE Georgia
GI Gibraltar
GR Greece
GT Guatemala
HN Honduras
HR Croatia
HT Haiti
IQ Iraq
IS Iceland
JO Jordan
KE Kenya
KG Kyrgyzstan;Kyrgyz Republic
KH Cambodia
KP Korea, North
KR Korea, South
KW Kuwait
KY Cayman Islands
KZ Kazakhstan
LA Laos
LB Lebanon
LI Liechtenstein
LK Sri Lanka
LT Lithuania
LU Luxembourg
LV Latvia
LY Libya
MA Morocco
MD Moldova
ME Montenegro
MH Marshall Islands
ML Mali
MM Burma;Myanmar
MN Mongolia
MT Malta
NG Nigeria
NI Nicaragua
NZ New Zealand
OM Oman
PA Panama
PE Peru
PK Pakistan
QA Qatar
RS Serbia
SA Saudi Arabia
SC Seychelles
SD Sudan
SI Slovenia
SK Slovakia
SO Somalia
SS South Sudan
SY Syria;Syrian Arab Republic
TJ Tajikistan
TM Turkmenistan
TN Tunisia
TR Turkey;Türkiye;Turkiye
UY Uruguay
UZ Uzbekistan
VE Venezuela
VG Virgin Islands, British;British Virgin Islands
YE Yemen
ZA South Africa
ZW Zimbabwe
"""
_KNOWN = {name.casefold(): line[:2] for line in _MORE.strip().splitlines() for name in line[3:].split(";")}


def country_of(text: str) -> str:
    """The alpha-2 code of a country's name or code, or "" where it is not known."""
    clean = " ".join(text.split()).strip(" .")
    return country_code(clean) or _KNOWN.get(clean.casefold(), "")


def only_country(codes: Iterable[str]) -> str:
    """The country, where all known ones are the same; else ""."""
    known = {code for code in codes if code}
    return known.pop() if len(known) == 1 else ""


def country_of_address(address: str) -> str:
    """The country at the end of an address; Hong Kong and Macau have codes of their own before `China`."""
    parts = [part.strip(" .") for part in re.split("[,、]", address) if part.strip(" .") and not part.strip().isdecimal()]
    last, before = ("", "", *parts)[-1], ("", "", *parts)[-2]
    return country_of(before) if country_of(before) in ("HK", "MO") else country_of(last)
