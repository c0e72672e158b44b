"""SPDX 2.2 and 2.3 in JSON, and in tag-value form through `spdx_tags`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...composition.model import Bom, Component
from ...faults import Fault
from ...terms import Party
from ..complaints import Complaints
from .cyclonedx_xml import place_of
from .naming import party_named
from .spdx import NOBODY, Elements, bom_of, clean, type_of
from .spdx_tags import document_from_tags
from .spdx_words import WORDS

VERSIONS = ("SPDX-2.2", "SPDX-2.3")
CONTAINER_FIRST = frozenset({"CONTAINS", "STATIC_LINK"})
PART_FIRST = frozenset({"CONTAINED_BY", "PACKAGE_OF", "OPTIONAL_COMPONENT_OF"})
_AGENT = re.compile(r"(?:Organization|Person)\s*:\s*(?P<name>.*?)\s*(?:\((?:[^()]*@[^()]*)?\))?")


def bom_from_spdx2(value: Mapping[str, Any], *, label: str, digest: str) -> tuple[Bom, tuple[Fault, ...]]:
    """The bill of materials in a parsed SPDX 2 JSON file, and every fault: to be used only where all are warnings.

    InputRefused where the version is another than 2.2 or 2.3, or the file is larger than 500,000 components or 64 levels.
    """
    complaints = Complaints(label, WORDS)
    return _bom(value, "JSON", digest, complaints), complaints.faults()


def bom_from_tags(lines: Iterable[str], *, label: str, digest: str) -> tuple[Bom, tuple[Fault, ...]]:
    """The same for SPDX 2 in tag-value form, from the lines of the file."""
    complaints = Complaints(label, WORDS)
    return _bom(document_from_tags(lines, complaints), "tag-value", digest, complaints), complaints.faults()


def _bom(document: Mapping[str, Any], form: str, digest: str, complaints: Complaints) -> Bom:
    version = document.get("spdxVersion")
    if not isinstance(version, str) or version not in VERSIONS:
        raise complaints.refused("spdx.version", "spdxVersion", clean(version) or "SPDX")
    return bom_of(_elements(document, complaints), f"{version.replace('-', ' ')} {form}", digest, complaints)


def _elements(document: Mapping[str, Any], complaints: Complaints) -> Elements:
    ref = clean(document.get("SPDXID")) or "SPDXRef-DOCUMENT"
    named = clean(document.get("name")) or complaints.file.replace("\\", "/").rpartition("/")[2]
    elements = Elements(document=Component(ref=ref, name=named, type="", where=place_of(document, "name")))
    for key in ("packages", "files", "snippets"):
        for where, given in _objects(document.get(key), key, complaints):
            component = _component(given, where, key, complaints)
            if component.ref in elements.components or component.ref == ref:
                complaints.add("spdx.id-twice", where, component.ref)
            else:
                elements.components[component.ref] = component
                if key != "packages":
                    elements.files.add(component.ref)
    described = document.get("documentDescribes")
    elements.described += [clean(one) for one in described] if isinstance(described, list) else []
    for where, given in _objects(document.get("relationships"), "relationships", complaints):
        _relate(elements, given, where, complaints)
    return elements


def _relate(elements: Elements, given: Mapping[str, Any], where: str, complaints: Complaints) -> None:
    one, kind, other = (clean(given.get(key)) for key in ("spdxElementId", "relationshipType", "relatedSpdxElement"))
    if not (one and kind and other):
        complaints.add("spdx.shape", where, f"{one} {kind} {other}")
    if one in NOBODY or other in NOBODY:
        return
    if kind in ("DESCRIBES", "DESCRIBED_BY"):
        elements.described.append(other if kind == "DESCRIBES" else one)
    elif elements.document.ref in (one, other):
        return
    elif kind in CONTAINER_FIRST:
        elements.contains.append((one, other))
    elif kind in PART_FIRST:
        elements.contains.append((other, one))


def _component(given: Mapping[str, Any], where: str, key: str, complaints: Complaints) -> Component:
    ref, name = clean(given.get("SPDXID")), clean(given.get("name") or given.get("fileName"))
    if not ref:
        complaints.add("spdx.id-missing", where)
    if not name and key != "snippets":
        complaints.add("spdx.name-missing", where)
    references = list(_references(given, where, complaints))
    return Component(
        ref=ref or where,
        name=name or ref,
        type=type_of(clean(given.get("primaryPackagePurpose"))) if key == "packages" else "file",
        version=clean(given.get("versionInfo")),
        maker=_party(given.get("originator"), f"{where}.originator", complaints),
        supplier=_party(given.get("supplier"), f"{where}.supplier", complaints),
        where=where,
        cpe=next((locator for kind, locator in references if kind in ("cpe23Type", "cpe22Type")), ""),
        purl=next((locator for kind, locator in references if kind == "purl"), ""),
    )


def _references(given: Mapping[str, Any], where: str, complaints: Complaints) -> Iterator[tuple[str, str]]:
    for _, one in _objects(given.get("externalRefs"), f"{where}.externalRefs", complaints):
        yield clean(one.get("referenceType")), clean(one.get("referenceLocator"))


def _party(given: object, where: str, complaints: Complaints) -> Party | None:
    """`Organization: NAME (address)`; the bracket is dropped where it is empty or an address of electronic mail."""
    text = clean(given)
    if text in NOBODY:
        return None
    known = _AGENT.fullmatch(text)
    if known is None or known["name"] in NOBODY:
        complaints.add("spdx.agent-unreadable", where, text)
        return None
    return party_named(known["name"])


def _objects(given: object, where: str, complaints: Complaints) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(where, object) of each member of a list; what is no object is a fault."""
    if given is not None and not isinstance(given, list):
        complaints.add("spdx.shape", where, given)
    for position, one in enumerate(given if isinstance(given, list) else ()):
        place = place_of(one, f"{where}[{position}]")
        if isinstance(one, dict):
            yield place, one
        else:
            complaints.add("spdx.shape", place, one)
