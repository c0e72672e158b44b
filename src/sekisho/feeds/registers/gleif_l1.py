"""`gleif-l1`: GLEIF level 1 (who is who) as JSON or XML: names, country and LEI of legal entities, no designation.

JSON is read in the plain form (`"LegalName": "…"`) and in that of the golden copy (`{"records": [{"LEI": {"$": "…"}, …}]}`); XML in any namespace of
`…/leidata/…`. Sole proprietors are persons. The country is that of the legal jurisdiction, else of the legal address.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..raw.jail import Kind
from .numbers import national_number, number_of
from .reading import Reading

_KINDS = {
    "PREVIOUS_LEGAL_NAME": "former",
    "TRADING_OR_OPERATING_NAME": "brand",
    "ALTERNATIVE_LANGUAGE_LEGAL_NAME": "translation",
    "AUTO_ASCII_TRANSLITERATED_LEGAL_NAME": "translation",
    "PREFERRED_ASCII_TRANSLITERATED_LEGAL_NAME": "translation",
}
_OTHER = (("OtherEntityNames", "OtherEntityName"), ("TransliteratedOtherEntityNames", "TransliteratedOtherEntityName"))


@dataclass(slots=True, kw_only=True)
class _Record:
    """What is kept of one record: its LEI, its names with kind and language, its country and number, whether it is a sole proprietor's."""

    place: str
    lei: str = ""
    names: list[tuple[str, str, str]] = field(default_factory=list)
    jurisdiction: str = ""
    address: str = ""
    number: str = ""
    category: str = ""


def kind_of(path: Path) -> Kind:
    """XML by its ending, else JSON."""
    return "xml" if path.suffix.lower() == ".xml" else "json"


def read_gleif_l1(reading: Reading) -> None:
    """Every record of the file."""
    raw, persons = reading.source.raw, 0
    for record in _from_xml(raw.value) if raw.kind == "xml" else _from_json(raw.value):
        reading.count += 1
        if record is None:
            reading.wrong("register.record", f"record={reading.count}")
        elif record.category == "SOLE_PROPRIETOR" and not reading.source.persons:
            persons += 1
        else:
            _add(record, reading)
    if not reading.count:
        reading.wrong("register.layout")
    reading.left_out("register.persons-left-out", persons)


def _add(record: _Record, reading: Reading) -> None:
    number = number_of("LEI", record.lei)
    if number is None or not record.names:
        reading.wrong("register.lei" if number is None else "register.row-name", record.place, record.lei)
        return
    entity, country = f"LEI-{number[1]}", (record.jurisdiction or record.address).upper()[:2]
    (name, kind, lang), *others = record.names
    reading.add(record.place, entity, name, name_kind=kind, lang=lang, country=country, designates="none")
    for other, other_kind, other_lang in others:
        reading.add(record.place, entity, other, name_kind=other_kind, lang=other_lang)
    national = national_number(country, record.number)
    reading.numbers(entity, [number, *([national] if national else [])])


def _from_json(value: Any) -> Iterator[_Record | None]:
    records = value.get("records", value.get("LEIRecords")) if isinstance(value, dict) else value
    for number, one in enumerate(records if isinstance(records, list) else [], 1):
        entity = one.get("Entity") if isinstance(one, dict) else None
        yield _json_record(one, entity, f"record={number}") if isinstance(entity, dict) else None


def _json_record(one: Mapping[str, Any], entity: Mapping[str, Any], place: str) -> _Record:
    record = _Record(place=place, lei=_text(one.get("LEI")), category=_text(entity.get("EntityCategory")))
    _name(record, entity.get("LegalName"), "legal")
    for group, member in _OTHER:
        for named in _members(entity.get(group), member):
            kind = _text(named.get("type", named.get("@type"))) if isinstance(named, dict) else ""
            _name(record, named.get(member, named) if isinstance(named, dict) else named, _KINDS.get(kind, "translation"))
    record.jurisdiction = _text(entity.get("LegalJurisdiction"))
    record.address = _text(_of(entity.get("LegalAddress"), "Country"))
    record.number = _text(_of(entity.get("RegistrationAuthority"), "RegistrationAuthorityEntityID"))
    return record


def _name(record: _Record, value: Any, kind: str) -> None:
    if _text(value):
        lang = value.get("@xml:lang", value.get("lang", "")) if isinstance(value, dict) else ""
        record.names.append((_text(value), kind, lang if isinstance(lang, str) else ""))


def _members(group: Any, member: str) -> Iterable[Any]:
    inner = group.get(member, []) if isinstance(group, dict) else group
    return inner if isinstance(inner, list) else [inner] if inner else []


def _of(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: Any) -> str:
    held = value.get("$", "") if isinstance(value, dict) else value
    return held.strip() if isinstance(held, str) else ""


def _from_xml(value: Mapping[str, Any]) -> Iterator[_Record]:
    """Records of an XML document, walked once in document order."""
    local = [name.rpartition("}")[2] if "/leidata/" in name or "}" not in name else "" for name in value["names"]]
    record: _Record | None = None
    top, path = 0, [""] * 80
    attributes = value["attributes"]
    for at, (tag, depth, text) in enumerate(zip(value["tags"], value["depths"], value["texts"], strict=True)):
        name = local[tag]
        if record is not None and depth <= top:
            yield record
            record = None
        if name == "LEIRecord":
            record, top = _Record(place=f"line={value['lines'][at]}"), depth
        elif record is not None:
            path[depth] = name
            _xml_leaf(record, path[depth - 1] if depth - top > 1 else "", name, text, attributes.get(str(at), {}))
    if record is not None:
        yield record


def _xml_leaf(record: _Record, parent: str, name: str, text: str, attributes: Mapping[str, str]) -> None:
    if not text:
        return
    if name in ("LegalName", "OtherEntityName", "TransliteratedOtherEntityName"):
        kind = "legal" if name == "LegalName" else _KINDS.get(attributes.get("type", ""), "translation")
        record.names.append((text, kind, next((held for key, held in attributes.items() if key.endswith("}lang")), "")))
    elif name == "LEI" and not parent:
        record.lei = text
    elif name == "LegalJurisdiction":
        record.jurisdiction = text
    elif name == "Country" and parent == "LegalAddress":
        record.address = text
    elif name == "RegistrationAuthorityEntityID" and parent == "RegistrationAuthority":
        record.number = text
    elif name == "EntityCategory":
        record.category = text
