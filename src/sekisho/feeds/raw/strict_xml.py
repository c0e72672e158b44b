"""XML 1.0 without declarations: elements in document order as columns, read with expat.

`parse_xml(octets, label)` gives `XmlColumns`; element i has the tag `names[tags[i]]` (`namespace}local`, or `local` where it has none), the depth
`depths[i]` (the root's is 0), its own text without the blanks around it, the line on which it starts, and `attributes[str(i)]` where it has any. The
elements inside i are those that follow it until the depth is no greater than its own. Refused: a DOCTYPE (but a bare one of BARE), an entity that is
not one of XML's five, more than 64 levels, more than `xml_elements` elements, anything but UTF-8. What expands cannot be declared.

`stream_xml` reads a file of any length block by block and holds only what is not passed over: whole branches go as they come.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO
from xml.parsers import expat

from ...faults import InputRefused, refuse
from .limits import DEFAULT, MIB, Limits
from .strict_text import too_large, utf8_text

MOST_OCTETS = 2048 * MIB
MOST_HELD = 16 * MIB
"""Octets of one tag, and characters of the texts that are open at one time."""
MOST_KEPT = 6_000_000
PassedOver = Callable[[str, Mapping[str, str]], bool]
"""Whether an element (name as in `XmlColumns.names`, attributes) goes with all that is inside it."""


BARE = frozenset({"nmaprun"})
"""Document types that a known format writes with a name and nothing else: nmap's."""


@dataclass(slots=True, kw_only=True)
class XmlColumns:
    """The elements of a document in document order, column by column."""

    names: list[str] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_value(self) -> dict[str, Any]:
        columns = {"names": self.names, "tags": self.tags, "depths": self.depths, "texts": self.texts, "lines": self.lines}
        return {**columns, "attributes": self.attributes}


def parse_xml(octets: bytes, label: str, limits: Limits = DEFAULT) -> XmlColumns:
    """The elements of an XML file. InputRefused: `xml.…`, with line and column where there are any."""
    text = utf8_text(octets, label, limits)
    reading = _Reading(label, limits)
    reading.feed(text.encode(), last=True)
    return reading.columns


def stream_xml(octets: BinaryIO, label: str, passed_over: PassedOver) -> tuple[XmlColumns, str]:
    """The elements of a file that are not passed over, and its SHA-256. InputRefused as `parse_xml`, and beyond 2 GiB or 6,000,000 elements kept."""
    reading, digest, fed = _Reading(label, replace(DEFAULT, xml_elements=MOST_KEPT), passed_over), hashlib.sha256(), 0
    while block := octets.read(MIB):
        digest.update(block)
        fed += len(block)
        if fed > MOST_OCTETS:
            raise too_large(label, Limits(file_octets=MOST_OCTETS))
        reading.feed(block)
        if fed - reading.parser.CurrentByteIndex > MOST_HELD or reading.held > MOST_HELD:
            raise too_large(label, Limits(file_octets=MOST_HELD))
    reading.feed(b"", last=True)
    return reading.columns, digest.hexdigest()


class _Reading:
    """The state of one parse: where it stands, and what it has found."""

    def __init__(self, label: str, limits: Limits, passed_over: PassedOver | None = None) -> None:
        self.label, self.limits, self.passed_over = label, limits, passed_over
        self.passing = 0
        """How many levels into a branch that is passed over."""
        self.held = 0
        """Characters of texts that are still open."""
        self.columns = XmlColumns()
        self.known: dict[str, int] = {}
        self.open: list[tuple[int, list[str]]] = []
        self.parser = expat.ParserCreate(encoding="UTF-8", namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.EntityDeclHandler = self.doctype
        self.parser.ExternalEntityRefHandler = self.doctype

    def feed(self, octets: bytes, last: bool = False) -> None:
        try:
            self.parser.Parse(octets, last)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code) or "syntax error"
            raise refuse(
                self.label,
                "xml.syntax",
                where=f"line {error.lineno} column {error.offset + 1}",
                what=(f"XML として読めません({said})", f"this is not XML ({said})"),
                remedy=("途中で切れていないか確かめ、取得し直してください", "check whether it is cut short, and retrieve it again"),
            ) from None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        columns, depth = self.columns, len(self.open) + self.passing
        if self.passing or (self.passed_over is not None and depth and self.passed_over(name, attributes)):
            self.passing += 1
            if depth >= self.limits.depth:
                raise self._too_much()
            return
        if depth >= self.limits.depth or len(columns.tags) >= self.limits.xml_elements:
            raise self._too_much()
        at = len(columns.tags)
        tag = self.known.setdefault(name, len(self.known))
        if tag == len(columns.names):
            columns.names.append(name)
        columns.tags.append(tag)
        columns.depths.append(depth)
        columns.texts.append("")
        columns.lines.append(self.parser.CurrentLineNumber)
        if attributes:
            columns.attributes[str(at)] = attributes
        self.open.append((at, []))

    def text(self, text: str) -> None:
        if not self.passing:
            self.open[-1][1].append(text)
            self.held += len(text)

    def end(self, _name: str) -> None:
        if self.passing:
            self.passing -= 1
            return
        at, parts = self.open.pop()
        self.held -= sum(map(len, parts))
        self.columns.texts[at] = "".join(parts).strip()

    def document_type(self, name: str, system: str | None, public: str | None, subset: int) -> None:
        """A bare document type declares nothing, so nothing can expand; it is let through where a format is known to write one."""
        if name not in BARE or system is not None or public is not None or subset:
            self.doctype()

    def doctype(self, *_: Any) -> int:
        raise refuse(
            self.label,
            "xml.doctype",
            where=f"line {self.parser.CurrentLineNumber}",
            what=("DOCTYPE か実体の宣言があります", "there is a DOCTYPE or an entity declaration"),
            remedy=("公表元から取得し直してください", "retrieve it again from its publisher; a published file has none"),
        )

    def _too_much(self) -> InputRefused:
        return refuse(
            self.label,
            "xml.too-many-elements",
            where=f"line {self.parser.CurrentLineNumber}",
            what=(
                f"要素が {self.limits.xml_elements:,} 個を超えるか、入れ子が {self.limits.depth} 段を超えています",
                f"there are more than {self.limits.xml_elements:,} elements, or they are nested deeper than {self.limits.depth} levels",
            ),
            remedy=("いくつかのファイルに分けてください", "split it into several files"),
        )
