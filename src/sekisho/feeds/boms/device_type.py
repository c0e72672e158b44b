"""A NetBox device type or module type (YAML, or the same in JSON) as the bill of materials of that product.

- `manufacturer` and `model` are the product; `inventory-items` its parts, each with its own `manufacturer` and `part_id`, below their `parent`.
- A `module-bay` or `device-bay` is a part whose maker is unknown: a place for something that the file does not name. `modules` with a `bay` are what
  is in one. A bay without one makes the list incomplete: it says itself that something goes there.
- Interfaces and ports are the product itself and nobody else's part; they are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...composition.model import Bom, Component, PartOf
from ...faults import Fault
from ...terms import Party
from ..complaints import Complaints, Words
from .cyclonedx_words import MOST_COMPONENTS, MOST_LEVELS
from .naming import party_named
from .spdx import clean

ROOT = "product"
_SCHEMA = ("NetBox の機種ライブラリの形で書いてください", "write it as NetBox's library of device types does")
WORDS = {
    "netbox.shape": Words(("この場所の値の形が NetBox の機種と違います", "the value here does not have the form of a NetBox device type"), _SCHEMA),
    "netbox.model-missing": Words(("機種名(model)がありません", "there is no model"), ("model を書いてください", "write the model")),
    "netbox.name-missing": Words(("名称(name)がありません", "there is no name"), ("name を書いてください", "write the name")),
    "netbox.name-twice": Words(
        ("同じ名称のものが二つあります", "two of a kind have the same name"),
        ("名称をそれぞれ変えてください", "give each its own name"),
    ),
    "netbox.parent-unknown": Words(
        (
            "親(parent)か収容先(bay)がこのファイルにないので、製品の部品としました",
            "its parent or bay is not in this file; it was taken as a part of the product",
        ),
        ("名称の綴りを確かめてください", "check the spelling of the name"),
        warning=True,
    ),
    "netbox.too-large": Words(
        (
            f"部品が {MOST_COMPONENTS:,} 個か {MOST_LEVELS} 階層を超えています",
            f"the file has more than {MOST_COMPONENTS:,} components or {MOST_LEVELS} levels",
        ),
        ("製品ごとに分けてください", "split it by product"),
    ),
}


def is_device_type(value: object) -> bool:
    """Whether a document is a device type: it names a manufacturer and a model."""
    return isinstance(value, Mapping) and "model" in value and "manufacturer" in value and "bomFormat" not in value


@dataclass(frozen=True, slots=True)
class _Put:
    """A part and where it is put: the name of an item or bay, "" for the product itself."""

    component: Component
    among: str
    place: str


def bom_from_device_type(value: Mapping[str, Any], lines: Mapping[str, int], *, label: str, digest: str) -> tuple[Bom, tuple[Fault, ...]]:
    """The bill of materials of a device type, and every fault: to be used only where all are warnings.

    `lines` is key path -> line, empty for JSON. InputRefused where there are more than 500,000 parts or 64 levels.
    """
    complaints = Complaints(label, WORDS)
    reading = _Reading(value=value, lines=lines, complaints=complaints)
    bays = [*reading.parts("module-bays", "", ""), *reading.parts("device-bays", "", "")]
    put = [*bays, *reading.parts("inventory-items", "inventory-items", "parent"), *reading.parts("modules", "bays", "bay")]
    if len(put) > MOST_COMPONENTS:
        raise complaints.refused("netbox.too-large")
    above = _above(put, complaints)
    empty = {one.component.ref for one in bays} - set(above.values())
    bom = Bom(
        file=label,
        digest=digest,
        format="NetBox device type",
        root=ROOT,
        components=(reading.product(), *(one.component for one in put)),
        parts=tuple(PartOf(parent=parent, child=child) for child, parent in above.items()),
        completeness="incomplete" if empty else "unknown",
    )
    return bom, complaints.faults()


def _above(put: Sequence[_Put], complaints: Complaints) -> dict[str, str]:
    """Ref -> the ref that it is put in. What is put in nothing that is known, or in itself in a circle, is in the product."""
    named: dict[tuple[str, str], str] = {}
    for one in put:
        if named.setdefault((_kind(one.component), one.component.name), one.component.ref) != one.component.ref:
            complaints.add("netbox.name-twice", one.component.where, one.component.name)
    above: dict[str, str] = {}
    for one in put:
        known = named.get((one.among, one.place)) if one.place else ROOT
        if known is None:
            complaints.add("netbox.parent-unknown", one.component.where, one.place)
        above[one.component.ref] = known or ROOT
    depth = {ROOT: 0}
    for one in put:
        way, here = dict.fromkeys([one.component.ref]), above[one.component.ref]
        while here not in depth and here not in way:
            way[here] = None
            here = above[here]
        if here not in depth:
            complaints.add("netbox.parent-unknown", one.component.where, one.place)
            above[here] = ROOT
            way[here] = way.pop(here)
        for ref in reversed(way):
            depth[ref] = depth.get(above[ref], 0) + 1
        if depth[one.component.ref] > MOST_LEVELS:
            raise complaints.refused("netbox.too-large", one.component.where)
    return above


def _kind(component: Component) -> str:
    key = component.ref.partition("[")[0]
    return "bays" if key in ("module-bays", "device-bays") else key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The document, its lines, and the faults so far."""

    value: Mapping[str, Any]
    lines: Mapping[str, int]
    complaints: Complaints

    def product(self) -> Component:
        name = clean(self.value.get("model"))
        if not name:
            self.complaints.add("netbox.model-missing", self.at("model"))
        return Component(
            ref=ROOT,
            name=name,
            part_number=clean(self.value.get("part_number")),
            maker=self.party(self.value.get("manufacturer"), "manufacturer"),
            where=self.at("model"),
        )

    def parts(self, key: str, among: str, place: str) -> Iterator[_Put]:
        """The members of a list; `place` is the key by which one says what it is in, `among` the list that this is in."""
        listed = self.value.get(key, self.value.get(key.replace("-", "_")))
        if listed not in (None, "") and not isinstance(listed, list):
            self.complaints.add("netbox.shape", self.at(key), listed)
        for position, given in enumerate(listed if isinstance(listed, list) else ()):
            path = f"{key}[{position}]"
            if isinstance(given, Mapping):
                yield _Put(self.component(given, path, key), among, clean(given.get(place)) if place else "")
            else:
                self.complaints.add("netbox.shape", self.at(path), given)

    def component(self, given: Mapping[str, Any], path: str, key: str) -> Component:
        kind = given.get("module_type") or given.get("device_type")
        told = {**kind, **given} if isinstance(kind, Mapping) else given
        name = clean(told.get("name")) or clean(told.get("model")) or clean(told.get("label"))
        if not name:
            self.complaints.add("netbox.name-missing", self.at(path))
        return Component(
            ref=path,
            name=name,
            type=key.removesuffix("s") if key.endswith("bays") else "device",
            part_number=clean(told.get("part_id")) or clean(told.get("part_number")) or (clean(told.get("model")) if key == "modules" else ""),
            maker=self.party(told.get("manufacturer"), f"{path}.manufacturer"),
            where=self.at(path),
        )

    def party(self, given: object, path: str) -> Party | None:
        """A name, or NetBox's own object with a name."""
        told = given.get("name") if isinstance(given, Mapping) else given
        if told is not None and not isinstance(told, str):
            self.complaints.add("netbox.shape", self.at(path), told)
        return party_named(clean(told))

    def at(self, path: str) -> str:
        """`line 12 (module-bays[0])`, or the path alone where there are no lines."""
        line = self.lines.get(path) or self.lines.get(path.replace("-", "_"))
        return f"line {line} ({path})" if line else path
