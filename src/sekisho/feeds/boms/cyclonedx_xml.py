"""CycloneDX XML as the value that CycloneDX JSON would be, so that one reader understands both.

Only what a bill of materials says of its product, parts, makers and completeness is kept; licences, hashes, evidence and the like are passed over
with all that is in them, and so is anything of another namespace. Every object remembers the line on which its element starts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

NAMESPACE = "http://cyclonedx.org/schema/bom/"
_LISTS = {"components": "component", "properties": "property", "compositions": "composition", "assemblies": "assembly"}
_OBJECTS = frozenset({"metadata", "component", "supplier", "manufacturer", "manufacture", "address"})
_TEXTS = frozenset({"name", "version", "cpe", "purl", "country", "aggregate"})
_REPEATED = "element-twice"


class Placed(dict[str, Any]):
    """An object that remembers where it stood (`line 12`)."""

    __slots__ = ("where",)

    def __init__(self, where: str, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(given or {})
        self.where = where


def is_kept(name: str) -> bool:
    """Whether an element of this name (`namespace}local`) can say anything that is kept."""
    local = name.rpartition("}")[2]
    return local in _LISTS or local in _LISTS.values() or local in _OBJECTS or local in _TEXTS


def place_of(given: object, otherwise: str) -> str:
    """Where an object stood: the line that it remembers, else its path."""
    return given.where if isinstance(given, Placed) else otherwise


def version_of(columns: Mapping[str, Any]) -> str | None:
    """The version that the root element's namespace names; None where this is no CycloneDX XML."""
    root = _name(columns, 0)
    return root[len(NAMESPACE) : -len("}bom")] if root.startswith(NAMESPACE) and root.endswith("}bom") else None


def document_from_xml(columns: Mapping[str, Any]) -> tuple[Placed, tuple[str, ...]]:
    """The document in the columns of `raw.strict_xml`, and the lines on which an element stands a second time that may stand once."""
    root = _name(columns, 0)
    prefix = root.rpartition("}")[0] + "}"
    document = Placed("line 1", {"bomFormat": "CycloneDX", "specVersion": version_of(columns)})
    twice: list[str] = []
    for at, local, parent in _kept(columns, prefix, document):
        where = f"line {columns['lines'][at]}"
        value = _value(columns, at, local, where)
        if isinstance(parent, list):
            parent.append(value)
        elif local in parent:
            twice.append(where)
        else:
            parent[local] = value
    return document, tuple(twice)


def _kept(columns: Mapping[str, Any], prefix: str, document: Placed) -> Iterator[tuple[int, str, Any]]:
    """Each element that is kept, with the object or list it belongs to. The caller places its value before the next is asked for."""
    open_: list[tuple[int, Any, str]] = [(0, document, "")]
    passed_over = len(columns["depths"])
    for at in range(1, len(columns["depths"])):
        depth = columns["depths"][at]
        if depth > passed_over:
            continue
        passed_over = len(columns["depths"])
        while open_[-1][0] >= depth:
            open_.pop()
        _, parent, member = open_[-1]
        name = _name(columns, at)
        local = name[len(prefix) :] if name.startswith(prefix) else ""
        wanted = local == member if isinstance(parent, list) else local in _LISTS or local in _OBJECTS or local in _TEXTS
        if not wanted:
            passed_over = depth
            continue
        yield at, local, parent
        if local in _TEXTS or local == "assembly":
            passed_over = depth
        else:
            value = parent[-1] if isinstance(parent, list) else parent[local]
            open_.append((depth, value, _LISTS.get(local, "")))


def _value(columns: Mapping[str, Any], at: int, local: str, where: str) -> Any:
    attributes, text = columns["attributes"].get(str(at), {}), columns["texts"][at]
    if local in _LISTS:
        return []
    if local in _TEXTS:
        return text
    if local == "assembly":
        return attributes.get("ref", "")
    if local == "property":
        return Placed(where, {"name": attributes.get("name", ""), "value": text})
    return Placed(where, {key: attributes[key] for key in ("type", "bom-ref") if key in attributes})


def _name(columns: Mapping[str, Any], at: int) -> str:
    return str(columns["names"][columns["tags"][at]]) if columns["tags"] else ""
