"""Bills of materials far beyond what the jail takes: read element by element, and of each only what a bill says of its parts.

Licences, hashes, evidence, vulnerabilities and the like are let go of as soon as they are read, so that memory grows with the parts and not with the
file. What is kept is the same document, so the same readers understand it; every object remembers its place.
"""

import hashlib
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, BinaryIO

from ..complaints import Complaints, Words
from ..raw.json_stream import MOST_OCTETS, JsonStream
from ..raw.limits import DEFAULT, MIB, Limits
from ..raw.strict_text import too_large, utf8_text
from ..raw.strict_xml import stream_xml
from .cyclonedx import LAST_WORDS, last_word
from .cyclonedx_xml import Placed, is_kept
from .spdx2 import CONTAINER_FIRST as CONTAINER_FIRST_2
from .spdx2 import PART_FIRST
from .spdx3 import CONTAINER_FIRST as CONTAINER_FIRST_3

MOST_KEPT = 2_000_000
"""Elements of one list that say something of parts."""
WORDS = {
    "bom.too-many-pieces": Words(
        (f"要素が {MOST_KEPT:,} 個を超えています", f"there are more than {MOST_KEPT:,} elements"),
        ("製品ごとに分けてください", "split it by product"),
    ),
}
_MOST_LINE = MIB
_COMPONENT = frozenset({"bom-ref", "type", "name", "version", "manufacturer", "supplier", "cpe", "purl", "properties", "components"})
_METADATA = frozenset({"component", "supplier", "manufacture"})
_COMPOSITION = frozenset({"aggregate", "assemblies"})
_PACKAGE = frozenset({"SPDXID", "name", "versionInfo", "supplier", "originator", "primaryPackagePurpose", "externalRefs"})
_FILE = frozenset({"SPDXID", "name", "fileName"})
_TOP = frozenset({"bomFormat", "specFormat", "specVersion", "metadata", "spdxVersion", "SPDXID", "name", "documentDescribes", "@context",
                  "artifacts", "descriptor", "SchemaVersion", "ArtifactName", "detectors", "manifests", "job", "manufacturer", "model"})  # fmt: skip
_KINDS_2 = CONTAINER_FIRST_2 | PART_FIRST | {"DESCRIBES", "DESCRIBED_BY"}
_KINDS_3 = CONTAINER_FIRST_3 | {"describes"}
_ELEMENT_3 = frozenset({"type", "@type", "spdxId", "@id", "name", "from", "to", "relationshipType", "completeness", "rootElement", "originatedBy",
                        "suppliedBy", "software_primaryPurpose", "software_packageVersion", "software_packageUrl", "externalIdentifier"})  # fmt: skip
_OF_LIST = {"components": _COMPONENT, "compositions": _COMPOSITION, "packages": _PACKAGE, "files": _FILE, "snippets": _FILE}


def columns_from_stream(octets: BinaryIO, label: str) -> tuple[dict[str, Any], str]:
    """The elements of an XML file that say something of parts, as `raw.strict_xml` gives them, and the file's SHA-256. InputRefused: `xml.…`."""
    columns, digest = stream_xml(octets, label, _is_passed_over)
    return columns.as_value(), digest


def _is_passed_over(name: str, attributes: Mapping[str, str]) -> bool:
    return not is_kept(name) or (name.endswith("}property") and last_word(attributes.get("name", "")) not in LAST_WORDS)


def lines_from_stream(octets: BinaryIO, label: str) -> tuple[dict[str, Any], str]:
    """The lines of a text of any length, one at a time, and the file's SHA-256. InputRefused: `text.…`, when a line is asked for."""
    digest = hashlib.sha256()
    while block := octets.read(MIB):
        digest.update(block)
    octets.seek(0)
    return {"lines": _lines(octets, label)}, digest.hexdigest()


def _lines(octets: BinaryIO, label: str) -> Iterator[str]:
    read = 0
    for number in count(1):
        line = octets.readline(_MOST_LINE + 1)
        read += len(line)
        if not line:
            return
        if len(line) > _MOST_LINE or read > MOST_OCTETS:
            raise too_large(label, Limits(file_octets=_MOST_LINE if len(line) > _MOST_LINE else MOST_OCTETS))
        yield utf8_text(line, f"{label} line {number}", DEFAULT).rstrip("\r\n")


def document_from_stream(octets: BinaryIO, label: str) -> tuple[dict[str, Any], str]:
    """The document in a JSON file, without what no bill of materials needs, and the file's SHA-256. InputRefused: `json.…`, `text.…`."""
    stream = JsonStream(octets, label)
    document: dict[str, Any] = {}
    for key, at, value in stream.members():
        if at < 0:
            if key in _TOP or key in _OF_LIST or key in ("relationships", "@graph"):
                document[key] = _slim(value, _METADATA) if key == "metadata" else value
            continue
        kept = _kept(key, at, value)
        if kept is not _NOTHING:
            if len(listed := document.setdefault(key, [])) >= MOST_KEPT:
                raise Complaints(label, WORDS).refused("bom.too-many-pieces", f"{key}[{at}]")
            listed.append(kept)
    return document, stream.digest


_NOTHING = object()


def _kept(key: str, at: int, value: Any) -> Any:
    """What is kept of an element of a top-level array; `_NOTHING` where it says nothing of parts."""
    if key in ("documentDescribes", "@context", "artifacts"):
        return value if key != "artifacts" else {}
    if key in _OF_LIST:
        return _placed(_slim(value, _OF_LIST[key]), f"{key}[{at}]")
    if key == "relationships":
        known = not isinstance(value, dict) or value.get("relationshipType") in _KINDS_2 or not value.get("relationshipType")
        return _placed(value, f"{key}[{at}]") if known else _NOTHING
    if key == "@graph":
        known = not isinstance(value, dict) or value.get("relationshipType", "describes") in _KINDS_3
        return _placed(_slim(value, _ELEMENT_3), f"{key}[{at}]") if known else _NOTHING
    return _NOTHING


def _slim(value: Any, keys: frozenset[str]) -> Any:
    """The object with these keys alone, and the components within it likewise."""
    if not isinstance(value, dict):
        return value
    slim = {key: member for key, member in value.items() if key in keys}
    queue = [slim]
    while queue:
        one = queue.pop()
        if isinstance(one.get("properties"), list):
            one["properties"] = [given for given in one["properties"] if _says_something(given)]
        for inner in ("component", "components"):
            one.update({inner: _only(one[inner], queue)} if inner in one else {})
    return slim


def _only(value: Any, queue: list[dict[str, Any]]) -> Any:
    """A component, or a list of them, with what is kept alone; each is queued for what is within it."""
    if isinstance(value, list):
        return [_only(one, queue) if isinstance(one, dict) else one for one in value]
    if not isinstance(value, dict):
        return value
    queue.append({key: member for key, member in value.items() if key in _COMPONENT})
    return queue[-1]


def _says_something(given: object) -> bool:
    return isinstance(given, dict) and isinstance(given.get("name"), str) and last_word(given["name"]) in LAST_WORDS


def _placed(value: Any, where: str) -> Any:
    return Placed(where, value) if isinstance(value, Mapping) else value
