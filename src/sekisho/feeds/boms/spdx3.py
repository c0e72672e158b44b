"""SPDX 3.0 in JSON-LD: elements by their `spdxId`, relationships, agents.

Packages of every profile (software, AI, data sets) and hardware are components. The compact form that SPDX writes is read (`@graph`, or a single
element); a JSON-LD processor's expanded forms are not.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...composition.model import Bom, Completeness, Component
from ...faults import Fault
from ...terms import Party
from ..complaints import Complaints
from .cyclonedx_xml import place_of
from .naming import party_named
from .spdx import Elements, bom_of, clean, type_of
from .spdx_words import WORDS

CONTAINER_FIRST = frozenset({"contains", "hasStaticLink", "hasOptionalComponent"})
_CONTEXT = re.compile(r"https?://spdx\.org/rdf/(?:v)?([0-9]+(?:\.[0-9]+)*)/")
_NOBODY = re.compile(r"(?:.*[/#:])?(?:NoAssertion|None)(?:Element)?")
_COLLECTIONS = frozenset({"SpdxDocument", "Sbom", "Bom", "Bundle"})
_AGENTS = frozenset({"Agent", "Organization", "Person", "SoftwareAgent"})


def version_of_context(value: Mapping[str, Any]) -> str:
    """The version of SPDX that `@context` names; "" where it names none."""
    context = value.get("@context")
    several = context if isinstance(context, list) else [context]
    found = [known[1] for one in several if isinstance(one, str) and (known := _CONTEXT.match(one))]
    return found[0] if found else ""


def bom_from_spdx3(value: Mapping[str, Any], *, label: str, digest: str) -> tuple[Bom, tuple[Fault, ...]]:
    """The bill of materials in a parsed SPDX 3 JSON-LD file, and every fault: to be used only where all are warnings.

    InputRefused where the version is another than 3.0, or the file is larger than 500,000 components or 64 levels.
    """
    complaints = Complaints(label, WORDS)
    version = version_of_context(value)
    if version.split(".")[:2] != ["3", "0"]:
        raise complaints.refused("spdx.version", "@context", f"SPDX {version}".strip())
    graph = [(where, one) for where, one in _graph(value, complaints) if not _is_blank(one)]
    return bom_of(_elements(graph, complaints), f"SPDX {version} JSON-LD", digest, complaints), complaints.faults()


def _graph(value: Mapping[str, Any], complaints: Complaints) -> Iterator[tuple[str, Mapping[str, Any]]]:
    graph = value.get("@graph", [value])
    if not isinstance(graph, list):
        complaints.add("spdx.shape", "@graph", graph)
        return
    for position, one in enumerate(graph):
        if isinstance(one, dict):
            yield place_of(one, f"@graph[{position}]"), one
        else:
            complaints.add("spdx.shape", f"@graph[{position}]", one)


def _is_blank(given: Mapping[str, Any]) -> bool:
    """Creation records and the like: nothing refers to them as an element."""
    return _type(given) in ("CreationInfo", "")


def _elements(graph: list[tuple[str, Mapping[str, Any]]], complaints: Complaints) -> Elements:
    by_ref: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for where, given in graph:
        ref = _ref(given)
        if not ref:
            complaints.add("spdx.id-missing", where)
        elif ref in by_ref:
            complaints.add("spdx.id-twice", where, ref)
        else:
            by_ref[ref] = (where, given)
    elements = Elements(document=_document(by_ref, complaints))
    for ref, (where, given) in by_ref.items():
        if _is_package(given) or _is_file(given):
            elements.components[ref] = _component(ref, given, where, by_ref, complaints)
            if _is_file(given):
                elements.files.add(ref)
    elements.described += _roots(elements.document.ref, by_ref)
    _relate(elements, by_ref, complaints)
    return elements


def _document(by_ref: Mapping[str, tuple[str, Mapping[str, Any]]], complaints: Complaints) -> Component:
    named = complaints.file.replace("\\", "/").rpartition("/")[2]
    for kind in ("SpdxDocument", "Sbom", "Bom", "Bundle"):
        for ref, (where, given) in by_ref.items():
            if _type(given) == kind:
                return Component(ref=ref, name=clean(given.get("name")) or named, type="", where=where)
    return Component(ref="SPDXRef-DOCUMENT", name=named, type="", where="@graph")


def _roots(document: str, by_ref: Mapping[str, tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """What the document says it is about, through the collections that it names."""
    queue, seen = [document], {document}
    while queue:
        ref = queue.pop(0)
        given = by_ref[ref][1] if ref in by_ref else {}
        if _type(given) not in _COLLECTIONS:
            yield ref
            continue
        for inner in _refs(given.get("rootElement")):
            if inner not in seen:
                seen.add(inner)
                queue.append(inner)


def _relate(elements: Elements, by_ref: Mapping[str, tuple[str, Mapping[str, Any]]], complaints: Complaints) -> None:
    said: list[tuple[str, str]] = []
    for where, given in by_ref.values():
        kind = clean(given.get("relationshipType"))
        if not kind:
            continue
        (one,) = [*_refs(given.get("from"))][:1] or [""]
        others = [other for other in _refs(given.get("to")) if not _NOBODY.fullmatch(other)]
        if not one:
            complaints.add("spdx.shape", f"{where}.from", given.get("from"))
        elif kind == "describes":
            elements.described += others
        elif kind in CONTAINER_FIRST and (one in elements.components or one not in by_ref):
            elements.contains += [(one, other) for other in others]
            said.append((one, clean(given.get("completeness"))))
    elements.completeness = _completeness(said, elements.described)


def _completeness(said: list[tuple[str, str]], described: list[str]) -> Completeness:
    """Incomplete where anything says so; complete where what the product contains says so and nothing else says less."""
    words = {word for _, word in said}
    if "incomplete" in words:
        return "incomplete"
    of_product = {word for one, word in said if one in described}
    return "complete" if of_product == words == {"complete"} else "unknown"


def _component(ref: str, given: Mapping[str, Any], where: str, by_ref: Mapping[str, Any], complaints: Complaints) -> Component:
    name = clean(given.get("name"))
    if not name and _is_package(given):
        complaints.add("spdx.name-missing", where)
    makers = list(_parties(given.get("originatedBy"), by_ref, f"{where}.originatedBy", complaints))
    suppliers = list(_parties(given.get("suppliedBy"), by_ref, f"{where}.suppliedBy", complaints))
    identifiers = list(_identifiers(given))
    return Component(
        ref=ref,
        name=name or ref,
        type="file" if _is_file(given) else type_of(clean(given.get("software_primaryPurpose"))) or _profile_type(given),
        version=clean(given.get("software_packageVersion")),
        maker=makers[0] if makers else None,
        supplier=suppliers[0] if suppliers else None,
        where=where,
        cpe=next((text for kind, text in identifiers if kind in ("cpe23", "cpe22")), ""),
        purl=clean(given.get("software_packageUrl")) or next((text for kind, text in identifiers if kind == "packageUrl"), ""),
        co_makers=tuple(makers[1:]),
    )


def _identifiers(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    listed = given.get("externalIdentifier")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict):
            yield clean(one.get("externalIdentifierType")), clean(one.get("identifier"))


def _parties(given: object, by_ref: Mapping[str, Any], where: str, complaints: Complaints) -> Iterator[Party]:
    for one in given if isinstance(given, list) else [] if given is None else [given]:
        ref = one if isinstance(one, str) else _ref(one) if isinstance(one, dict) else ""
        agent = by_ref[ref][1] if ref in by_ref else one
        name = clean(agent.get("name")) if isinstance(agent, dict) and _type(agent) in _AGENTS else ""
        if name:
            yield from filter(None, [party_named(name)])
        elif not _NOBODY.fullmatch(ref):
            complaints.add("spdx.agent-unreadable", where, ref or one)


def _refs(given: object) -> Iterator[str]:
    for one in given if isinstance(given, list) else [given]:
        ref = one if isinstance(one, str) else _ref(one) if isinstance(one, dict) else ""
        if ref:
            yield ref


def _ref(given: Mapping[str, Any]) -> str:
    return clean(given.get("spdxId") or given.get("@id"))


def _type(given: Mapping[str, Any]) -> str:
    """The class of an element without its profile: `software_Package` and `…/terms/Software/Package` -> Package."""
    named = given.get("type") or given.get("@type")
    first = named[0] if isinstance(named, list) and named else named
    return re.split(r"[_/#:]", clean(first))[-1]


def _profile(given: Mapping[str, Any]) -> str:
    return clean(given.get("type") or given.get("@type")).partition("_")[0]


def _is_package(given: Mapping[str, Any]) -> bool:
    return _type(given).endswith("Package") or _profile(given) == "hardware"


def _is_file(given: Mapping[str, Any]) -> bool:
    return _type(given) in ("File", "Snippet")


def _profile_type(given: Mapping[str, Any]) -> str:
    return "device" if _profile(given) == "hardware" else ""
