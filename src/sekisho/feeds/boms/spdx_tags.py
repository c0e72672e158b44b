"""SPDX 2 in tag-value form as the value that SPDX 2 JSON would be, so that one reader understands both.

A line is `Tag: value`; `<text>` … `</text>` may hold several. `PackageName`, `FileName` and `SnippetSPDXID` open an element, which the tags below
belong to until the next; `Relationship` may stand anywhere. Every element remembers its line. Tags that say nothing of parts and makers are left out.
"""

import re
from collections.abc import Iterable, Iterator

from ..complaints import Complaints
from .cyclonedx_xml import Placed

MOST_ELEMENTS = 2_000_000
"""Packages, files, snippets and relationships together."""
_LINE = re.compile(r"([A-Za-z][A-Za-z0-9]*)[ \t]*:(.*)")
_OPENS = {"PackageName": "packages", "FileName": "files", "SnippetSPDXID": "snippets"}
_CLOSES = frozenset({"LicenseID", "Annotator", "Reviewer"})
_OF_ELEMENT = {
    "SPDXID": "SPDXID",
    "SnippetSPDXID": "SPDXID",
    "PackageName": "name",
    "FileName": "fileName",
    "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
_OF_DOCUMENT = {"SPDXVersion": "spdxVersion", "DocumentName": "name", "SPDXID": "SPDXID"}


def document_from_tags(lines: Iterable[str], complaints: Complaints) -> Placed:
    """The document in the lines of a file. Lines that are none of tag and value are warned about; a `<text>` that never closes is a fault."""
    document = Placed("line 1", {"packages": [], "files": [], "snippets": [], "relationships": []})
    element: Placed | None = document
    count = 0
    for number, tag, value in _tags(lines, complaints):
        where = f"line {number}"
        count += tag in _OPENS or tag == "Relationship"
        if count > MOST_ELEMENTS:
            raise complaints.refused("spdx.too-large", where)
        if tag in _OPENS:
            element = Placed(where)
            document[_OPENS[tag]].append(element)
        elif tag in _CLOSES:
            element = None
        if tag == "Relationship":
            one, _, rest = value.partition(" ")
            kind, _, other = rest.strip().partition(" ")
            words = {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other.strip()}
            document["relationships"].append(Placed(where, words))
        elif tag == "ExternalRef" and element is not None and element is not document:
            element.setdefault("externalRefs", []).append(_reference(value, where))
        elif element is not None:
            key = (_OF_DOCUMENT if element is document else _OF_ELEMENT).get(tag)
            if key and key in element:
                complaints.add("spdx.shape", where, f"{tag}: {value}")
            elif key:
                element[key] = value
    return document


def _reference(value: str, where: str) -> Placed:
    words = value.split(None, 2)
    return Placed(where, {"referenceType": words[1] if len(words) > 1 else "", "referenceLocator": words[2] if len(words) > 2 else ""})


def _tags(lines: Iterable[str], complaints: Complaints) -> Iterator[tuple[int, str, str]]:
    """(line, tag, value), the value with all lines of its `<text>`."""
    opened: tuple[int, str, list[str]] | None = None
    for number, line in enumerate(lines, 1):
        if opened is not None:
            before, closed, _ = line.partition("</text>")
            opened[2].append(before)
            if closed:
                yield opened[0], opened[1], "\n".join(opened[2])
                opened = None
            continue
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        found = _LINE.fullmatch(bare)
        if found is None:
            complaints.add("spdx.line-unread", f"line {number}", bare)
            continue
        value = found[2].strip()
        if value.startswith("<text>") and "</text>" not in value:
            opened = (number, found[1], [value.removeprefix("<text>")])
        else:
            yield number, found[1], value.removeprefix("<text>").partition("</text>")[0]
    if opened is not None:
        complaints.add("spdx.text-open", f"line {opened[0]}", opened[1])
