"""The forms in which tables are written: text by lines, CSV, JSON and YAML, each into (place, key, maker) as the file has them.

manuf  00:1B:C5:00:00:00/36 <tab> Short <tab> Full name      (Wireshark, pymanuf)          ieee   Registry,Assignment,Organization Name  (CSV)
tsv    key <tab> maker                                       (enterprises.tsv, pnp.ids)    iana   a number, then the organisation indented
ids    19e5  Maker                                           (pci.ids, usb.ids)            sig    company_identifiers: [{value, name}]   (YAML)
csv    any CSV with a header that names the two columns                                    json   [{code, name}]
glpi   2011.2.23.94 <tab> Maker <tab> …                      (sysobject.ids)
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .model import Kind

Row = tuple[str, str, str]
_SHAPES: dict[str, str] = {
    "enterprise": "[0-9]{1,10}", "pci": "[0-9A-F]{4}", "usb": "[0-9A-F]{4}", "bluetooth": "[0-9]{1,5}", "pnp": "[A-Z@]{3}",
    "sysobject": r"[0-9]{1,10}(\.[0-9]{1,10}){0,30}", "tac": "[0-9]{6,8}", "fcc": "[A-Z0-9]{3,5}", "oui": "[0-9A-F]{6}|[0-9A-F]{7}|[0-9A-F]{9}",
}  # fmt: skip
SHAPES = {kind: re.compile(shape) for kind, shape in _SHAPES.items()}
KEYS = frozenset(
    {"key", "code", "id", "assignment", "prefix", "mac_prefix", "oui", "number", "decimal", "pen", "enterprise_number", "vendor_id", "value", "tac",
     "grantee_code", "oid", "sysobjectid", "識別番号", "番号", "コード"}
)  # fmt: skip
MAKERS = frozenset(
    {"maker", "manufacturer", "vendor", "vendor_name", "organization", "organization_name", "organisation", "company", "name", "brand",
     "grantee_name", "applicant", "applicant_name", "製造業者", "メーカー", "名称"}
)  # fmt: skip
NOBODY = frozenset({"private", "reserved", "unassigned", "none", "unknown", "n/a", "test", "ieee registration authority", "---none---"})
"""What tables write where they name no maker."""


def key_of(kind: Kind, text: str) -> str | None:
    """A key as tables are asked for it, or None where the text is none of this kind."""
    clean = unicodedata.normalize("NFKC", text).strip()
    if kind == "oui":
        clean = _prefix(clean)
    elif kind == "bluetooth" and clean.lower().startswith("0x"):
        clean = str(int(clean, 16)) if re.fullmatch(r"0[xX][0-9a-fA-F]{1,4}", clean) else ""
    elif kind == "sysobject":
        clean = re.sub(r"^\.?1\.3\.6\.1\.4\.1\.", "", clean)
    elif kind in ("enterprise", "bluetooth"):
        clean = clean.lstrip("0") or "0"
    else:
        clean = clean.upper().removeprefix("0X")
    return clean if SHAPES[kind].fullmatch(clean) else None


def _prefix(text: str) -> str:
    """`00:1B:C5:00:00:00/36` -> the hexadecimal digits that count; other lengths than 24, 28 and 36 bits give no key."""
    digits, _, bits = text.partition("/")
    bare = re.sub(r"[:\-.]", "", digits).upper()
    if bits:
        return bare[: int(bits) // 4].ljust(int(bits) // 4, "0") if bits in ("24", "28", "36") else ""
    return bare


def rows_of_text(form: str, lines: Sequence[str]) -> Iterator[Row]:
    """The rows of a text in one of its forms."""
    if form == "iana":
        return _iana(lines)
    if form == "ids":
        return _ids(lines)
    return _tabbed(lines, last=form == "manuf")


def _tabbed(lines: Iterable[str], *, last: bool) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        yield f"line {number}", cells[0], (cells[-1] if last else cells[1]) if len(cells) > 1 else ""


def _ids(lines: Iterable[str]) -> Iterator[Row]:
    """Vendors alone: they end where classes, languages and the rest begin, each behind a letter."""
    for number, line in enumerate(lines, 1):
        if re.match(r"[0-9a-fA-F]{4}\s", line):
            yield f"line {number}", line[:4], line[4:].strip()
        elif re.match(r"[A-Z]+ [0-9a-fA-F]", line):
            return


def _iana(lines: Sequence[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if re.fullmatch(r"[0-9]{1,10}\s*", line) and number < len(lines) and lines[number][:1] in (" ", "\t"):
            yield f"line {number}", line, lines[number].strip()


def rows_of_table(rows: Sequence[Sequence[str]], lines: Sequence[int]) -> Iterator[Row] | None:
    """The rows of a CSV whose header names a key and a maker; None where it does not."""
    if not rows:
        return iter(())
    header = [re.sub(r"[\s\-]+", "_", unicodedata.normalize("NFKC", cell).strip().lstrip("\ufeff").casefold()) for cell in rows[0]]
    key = next((at for at, name in enumerate(header) if name in KEYS), -1)
    maker = next((at for at, name in enumerate(header) if name in MAKERS and at != key), -1)
    if key < 0 or maker < 0:
        return None
    return (
        (f"line {line}", row[key] if key < len(row) else "", row[maker] if maker < len(row) else "")
        for row, line in zip(rows[1:], lines[1:], strict=True)
        if any(cell.strip() for cell in row)
    )


def rows_of_values(value: Any) -> Iterator[Row] | None:
    """The rows of a JSON or YAML list of mappings; None where it is something else."""
    if isinstance(value, dict):
        value = next((held for held in value.values() if isinstance(held, list)), None)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    found = []
    for number, one in enumerate(value, 1):
        key = next((str(one[name]) for name in one if name in KEYS), "")
        maker = next((str(one[name]) for name in one if name in MAKERS), "")
        found.append((f"entry {number}", key, maker))
    return iter(found)
