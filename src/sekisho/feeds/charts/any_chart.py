"""An ownership chart in whatever format it came: what a file is is seen in its content, not in its name.

CSV (ours, or GLEIF's), BODS 0.4 (array or lines), GLEIF level 1, level 2 and reporting exceptions (JSON, XML, CSV), FollowTheMoney (lines).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...faults import Fault
from ...ownership.model import Chart
from ..raw.jail import Kind, RawFile
from .bods import chart_from_bods
from .csv_chart import chart_from_csv
from .ftm_chart import chart_from_ftm
from .gleif import chart_from_gleif

_LOOKED_AT = 65_536
_GLEIF_HEADERS = frozenset({"Relationship.StartNode.NodeID", "Entity.LegalName", "Exception.Category", "ExceptionCategory"})
_GLEIF_KEYS = frozenset({"Relationship", "RelationshipRecord", "Entity", "ExceptionCategory"})


def kind_of(path: Path) -> Kind:
    """The raw reader for a chart, by its first octets: XML, JSON, JSON lines, else CSV. A file that cannot be opened is for that reader to refuse."""
    if not path.is_file():
        return "csv"
    try:
        with path.open("rb") as stream:
            head = stream.read(_LOOKED_AT)
    except OSError:
        return "csv"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "xml"
    if text.startswith(b"["):
        return "json"
    if not text.startswith(b"{"):
        return "csv"
    first, _, rest = text.partition(b"\n")
    return "jsonl" if rest.lstrip().startswith(b"{") or _is_one_line_of_many(first) else "json"


def _is_one_line_of_many(line: bytes) -> bool:
    """Whether a file of a single line is JSON lines all the same: one entity of FollowTheMoney, or one statement of BODS."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and ({"schema", "properties"} <= set(value) or "recordType" in value)


def chart_of(raw: RawFile) -> tuple[Chart, tuple[Fault, ...]]:
    """The chart in a file that was read as `kind_of` says, and every fault in it; InputRefused where it is no chart."""
    value, label, digest = raw.value, raw.label, raw.digest
    if raw.kind == "xml" or (raw.kind == "csv" and _is_gleif_table(value)) or (raw.kind == "json" and _is_gleif(value)):
        return chart_from_gleif(raw.kind, value, label=label, digest=digest)
    if raw.kind == "csv":
        return chart_from_csv(value, label=label, digest=digest)
    if raw.kind == "json":
        return chart_from_bods(value, label=label, digest=digest)
    first = next((one for one in value["records"] if isinstance(one, dict)), {})
    if "schema" in first or "properties" in first:
        return chart_from_ftm(value, label=label, digest=digest)
    return chart_from_bods(value["records"], lines=value["lines"], label=label, digest=digest)


def _is_gleif_table(value: Mapping[str, Any]) -> bool:
    rows = value.get("rows") or [[]]
    return bool({str(cell).strip().lstrip("\ufeff") for cell in rows[0]} & _GLEIF_HEADERS)


def _is_gleif(value: Any) -> bool:
    given = next((inner for inner in value.values() if isinstance(inner, list)), []) if isinstance(value, dict) else value
    first = given[0] if isinstance(given, list) and given else None
    return isinstance(first, dict) and bool(set(first) & _GLEIF_KEYS)
