"""Bills of materials in CycloneDX, 1.4 to 1.7: JSON, and XML through `cyclonedx_xml`.

How it is read:
- `metadata.component` is the product; without it a product of the file's name stands in. Top-level `components` are its parts, `components` within a
  component are the parts of that one. `dependencies` say what needs what, not what contains what, and are left out.
- `manufacturer` is the maker, `supplier` the supplier, and one never stands in for the other; `author` and `publisher` are neither. For the product
  `metadata.manufacture` (the old key) is its maker and `metadata.supplier` its supplier; `metadata.manufacturer` made the *document* and is left out.
- `properties`: `cdx:device:quantity` is the number of pieces, a part number is `…:mpn` (or `partNumber`, `manufacturerPartNumber`), else
  `cdx:device:sku`; `countryOfOrigin` is the part's country.
- `cpe` and `purl` are kept as they stand; a property whose last word is `pci-id`, `usb-id`, `mac-address` and the like is a mark of the part.
- `compositions`: incomplete where any that touches the product or a part says `incomplete…`; complete where the product's own says so and none that
  touches it is unknown; else unknown.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...composition.model import Bom, Completeness, Component, PartOf
from ...countries import country_code
from ...faults import Fault
from ...terms import Mark, Party, parse_number
from ..complaints import Complaints
from .cyclonedx_words import MOST_COMPONENTS, MOST_LEVELS, WORDS
from .cyclonedx_xml import document_from_xml, place_of, version_of
from .naming import party_named

VERSIONS = ("1.4", "1.5", "1.6", "1.7")
PART_NUMBERS = frozenset({"mpn", "manufacturerpartnumber", "makerpartnumber", "partnumber", "partno"})
COUNTRIES = frozenset({"countryoforigin", "origincountry", "madein"})
MARKS: Mapping[str, str] = {
    "mac": "mac",
    "macaddress": "mac",
    "oui": "mac",
    "pci": "pci",
    "pciid": "pci",
    "usb": "usb",
    "usbid": "usb",
    "pnpid": "pnp",
    "bluetoothcompanyid": "bluetooth",
    "sysobjectid": "sysobjectid",
    "sysdescr": "sysdescr",
}
"""The last word of a property's name -> the family of the mark that its value is."""
LAST_WORDS = PART_NUMBERS | COUNTRIES | MARKS.keys() | {"quantity", "sku"}
"""The properties that a component is read from."""
_MOST_CHARACTERS = 2_000


def bom_from_cyclonedx(value: object, *, label: str, digest: str) -> tuple[Bom, tuple[Fault, ...]]:
    """The bill of materials in a parsed CycloneDX JSON file; `label` is the file as the user named it, `digest` its SHA-256.

    The root is one of `components`; the parts run from it. Every fault is returned, and the bill is to be used only where all are warnings.
    InputRefused where the file is no CycloneDX of 1.4 to 1.7 (what it is gets named), or larger than 500,000 components or 64 levels.
    """
    complaints = Complaints(label, WORDS)
    document, version = _document(value, complaints)
    return _bom(document, f"CycloneDX {version} JSON", complaints, digest), complaints.faults()


def bom_from_cyclonedx_xml(columns: Mapping[str, Any], *, label: str, digest: str) -> tuple[Bom, tuple[Fault, ...]]:
    """The same for CycloneDX XML, from the columns of `raw.strict_xml`."""
    complaints = Complaints(label, WORDS)
    version = version_of(columns)
    if version is None:
        raise complaints.refused("cyclonedx.not-cyclonedx", "line 1", columns["names"][0][:200] if columns["names"] else "")
    if version not in VERSIONS:
        raise complaints.refused("cyclonedx.version", "line 1", f"CycloneDX {version}")
    document, twice = document_from_xml(columns)
    for where in twice:
        complaints.add("cyclonedx.shape", where)
    return _bom(document, f"CycloneDX {version} XML", complaints, digest), complaints.faults()


def _bom(document: Mapping[str, Any], form: str, complaints: Complaints, digest: str) -> Bom:
    raw = list(_gather(document, complaints))
    refs = _refs(raw, complaints)
    metadata = _object(document.get("metadata"), "metadata", complaints)
    components = [_root(metadata, refs[0], raw[0], complaints), *(_component(one, refs[one.number], complaints) for one in raw[1:])]
    parts = [PartOf(parent=refs[one.parent], child=refs[one.number], quantity=_quantity(one, complaints)) for one in raw[1:]]
    return Bom(
        file=complaints.file,
        digest=digest,
        format=form,
        root=refs[0],
        components=tuple(components),
        parts=tuple(parts),
        completeness=_completeness(document, refs, complaints),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """A component as it stands in the file: its number in reading order, its parent's, and its JSON path. Number 0 is the product."""

    number: int
    parent: int
    depth: int
    where: str
    given: Mapping[str, Any]


def _document(value: object, complaints: Complaints) -> tuple[Mapping[str, Any], str]:
    if not isinstance(value, dict):
        raise complaints.refused("cyclonedx.not-cyclonedx")
    if value.get("bomFormat") != "CycloneDX" and value.get("specFormat") != "CycloneDX":
        raise complaints.refused("cyclonedx.not-cyclonedx", "bomFormat", value.get("bomFormat", ""))
    version = value.get("specVersion")
    if not isinstance(version, str) or version not in VERSIONS:
        raise complaints.refused("cyclonedx.version", "specVersion", f"CycloneDX {version}")
    return value, version


def _gather(document: Mapping[str, Any], complaints: Complaints) -> Iterator[_Raw]:
    """The product and every component below it, breadth first, without recursion."""
    metadata = document.get("metadata")
    root = _object(metadata.get("component") if isinstance(metadata, dict) else None, "metadata.component", complaints)
    if not root:
        complaints.add("cyclonedx.root-missing", "metadata.component")
    first = _Raw(number=0, parent=0, depth=0, where=place_of(root, "metadata.component"), given=root)
    queue: deque[tuple[_Raw, str, object]] = deque(
        [(first, "components", document.get("components")), (first, "metadata.component.components", root.get("components"))]
    )
    yield first
    count = 1
    while queue:
        parent, place, listed = queue.popleft()
        for position, given in enumerate(_array(listed, place, complaints)):
            where = place_of(given, f"{place}[{position}]")
            if not isinstance(given, dict):
                complaints.add("cyclonedx.shape", where, given)
                continue
            if parent.depth == MOST_LEVELS or count > MOST_COMPONENTS:
                raise complaints.refused("cyclonedx.too-large", where)
            one = _Raw(number=count, parent=parent.number, depth=parent.depth + 1, where=where, given=given)
            count += 1
            yield one
            if "components" in given:
                queue.append((one, f"{where}.components", given["components"]))


def _refs(raw: list[_Raw], complaints: Complaints) -> list[str]:
    """A unique ref for each component: its `bom-ref`, else its JSON path."""
    taken: dict[str, str] = {}
    refs: list[str] = []
    for one in raw:
        ref = one.given.get("bom-ref")
        if ref is not None and not isinstance(ref, str):
            complaints.add("cyclonedx.shape", f"{one.where}.bom-ref", ref)
        if isinstance(ref, str) and ref in taken:
            complaints.add("cyclonedx.ref-twice", f"{one.where}.bom-ref", f"{ref} ({taken[ref]})")
            ref = None
        if isinstance(ref, str) and ref:
            taken[ref] = one.where
        refs.append(ref if isinstance(ref, str) else "")
    for one in raw:
        if not refs[one.number]:
            ref = one.where
            while ref in taken:
                ref = f"./{ref}"
            taken[ref] = one.where
            refs[one.number] = ref
    return refs


def _root(metadata: Mapping[str, Any], ref: str, raw: _Raw, complaints: Complaints) -> Component:
    """The product: what `metadata` says of its maker and supplier counts where the component itself is silent."""
    if not raw.given:
        named = complaints.file.replace("\\", "/").rpartition("/")[2]
        return Component(ref=ref, name=named, **_parties(metadata, ("manufacture", "supplier"), "metadata", complaints), where="metadata")
    given = dict(raw.given)
    for key, old in (("manufacturer", "manufacture"), ("supplier", "supplier")):
        if given.get(key) is None and metadata.get(old) is not None:
            given[key] = metadata[old]
    return _component(_Raw(number=0, parent=0, depth=0, where=raw.where, given=given), ref, complaints)


def _component(one: _Raw, ref: str, complaints: Complaints) -> Component:
    name = _text(one.given.get("name"))
    if not name:
        complaints.add("cyclonedx.name-missing", one.where)
    stated = tuple(_properties(one))
    properties = dict(stated)
    number = next((properties[key] for key in sorted(PART_NUMBERS & properties.keys())), properties.get("sku", ""))
    country = next((properties[key] for key in sorted(COUNTRIES & properties.keys())), "")
    return Component(
        ref=ref,
        name=name,
        type=_text(one.given.get("type")) or "device",
        version=_text(one.given.get("version")),
        part_number=number,
        **_parties(one.given, ("manufacturer", "supplier"), one.where, complaints),
        country=_country(country, f"{one.where}.properties", complaints),
        where=one.where,
        cpe=_text(one.given.get("cpe")),
        purl=_text(one.given.get("purl")),
        marks=tuple(dict.fromkeys(Mark.of(MARKS[key], text) for key, text in stated if key in MARKS and text)),
    )


def _parties(given: Mapping[str, Any], keys: tuple[str, str], where: str, complaints: Complaints) -> dict[str, Any]:
    maker, supplier = (_party(given.get(key), f"{where}.{key}", complaints) for key in keys)
    return {"maker": maker, "supplier": supplier}


def _party(given: object, where: str, complaints: Complaints) -> Party | None:
    """An organizationalEntity; None where it is absent, or has no name that names somebody."""
    entity = _object(given, where, complaints)
    name = _text(entity.get("name"))
    if not name:
        return None
    address = _object(entity.get("address"), f"{where}.address", complaints)
    return party_named(name, _country(_text(address.get("country")), f"{where}.address.country", complaints))


def _country(text: str, where: str, complaints: Complaints) -> str:
    code = country_code(text)
    if code is None:
        complaints.add("cyclonedx.country-unreadable", where, text)
    return code or ""


def _properties(one: _Raw) -> Iterator[tuple[str, str]]:
    """The last word of each property's name, in small letters and digits alone, with its value."""
    listed = one.given.get("properties")
    for given in listed if isinstance(listed, list) else ():
        if isinstance(given, dict) and isinstance(given.get("name"), str) and isinstance(given.get("value"), str):
            yield last_word(given["name"]), _text(given["value"])


@lru_cache(maxsize=4_096)
def last_word(name: str) -> str:
    """What a property is called behind its last colon, in small letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].casefold())


def _quantity(one: _Raw, complaints: Complaints) -> Fraction:
    """Pieces in the parent: `cdx:device:quantity`, 1 where it is absent or unreadable (which is said)."""
    listed = one.given.get("properties")
    stated = [
        given.get("value")
        for given in (listed if isinstance(listed, list) else ())
        if isinstance(given, dict) and given.get("name") == "cdx:device:quantity"
    ]
    if not stated:
        return Fraction(1)
    try:
        return _number(stated[0])
    except ValueError:
        complaints.add("cyclonedx.quantity-unreadable", f"{one.where}.properties", stated[0])
        return Fraction(1)


def _number(given: object) -> Fraction:
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise ValueError
    number = parse_number(format(given, "f") if isinstance(given, Decimal) and -30 < given.adjusted() < 30 else str(given))
    if number < 0:
        raise ValueError
    return number


def _completeness(document: Mapping[str, Any], refs: list[str], complaints: Complaints) -> Completeness:
    known = set(refs)
    said: list[tuple[str, bool]] = []
    for position, given in enumerate(_array(document.get("compositions"), "compositions", complaints)):
        composition = _object(given, f"compositions[{position}]", complaints)
        touched = {_local(ref) for ref in _array(composition.get("assemblies"), f"compositions[{position}].assemblies", complaints)} & known
        if touched:
            said.append((_text(composition.get("aggregate")), refs[0] in touched))
    if any(aggregate.startswith("incomplete") for aggregate, _ in said):
        return "incomplete"
    if ("complete", True) in said and all(aggregate == "complete" for aggregate, _ in said):
        return "complete"
    return "unknown"


def _local(ref: object) -> str:
    """A ref as it is known in this file: the part after # of a BOM-Link."""
    text = ref if isinstance(ref, str) else ""
    return text.partition("#")[2] if text.startswith("urn:cdx:") else text


def _object(given: object, where: str, complaints: Complaints) -> Mapping[str, Any]:
    if given is None or isinstance(given, dict):
        return given or {}
    complaints.add("cyclonedx.shape", where, given)
    return {}


def _array(given: object, where: str, complaints: Complaints) -> list[Any]:
    if given is None or isinstance(given, list):
        return given or []
    complaints.add("cyclonedx.shape", where, given)
    return []


def _text(given: object) -> str:
    return " ".join(given[:_MOST_CHARACTERS].split()) if isinstance(given, str) else ""
