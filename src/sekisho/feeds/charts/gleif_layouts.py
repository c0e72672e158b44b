"""GLEIF files in their three layouts as nested records: JSON (plain, and the golden copy's with `{"$": text}`), XML, and CSV with dotted headers.

A record is a mapping whose values are texts, lists or further records. Of XML the element names without their namespace are the keys; of CSV the
parts of a header such as `Relationship.Period.1.startDate`. `text_at` and `members_at` read any of the three.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

RECORDS = frozenset({"LEIRecord", "RelationshipRecord", "Exception"})


@dataclass(frozen=True, slots=True)
class Record:
    """One record and where it stands in its file."""

    place: str
    held: Mapping[str, Any]


def records_of(kind: str, value: Any) -> Iterator[Record]:
    """The records of a file as the raw readers give it (`json`, `xml` or `csv`); nothing where it holds none."""
    if kind == "xml":
        yield from _from_xml(value)
    elif kind == "csv":
        yield from _from_csv(value)
    else:
        yield from _from_json(value)


def text_at(held: Any, *path: str) -> str:
    """The text at the end of a path, "" where there is none."""
    for key in path:
        held = held.get(key) if isinstance(held, Mapping) else None
    if isinstance(held, Mapping):
        held = held.get("$", held.get("", ""))
    return " ".join(held.split()) if isinstance(held, str) else ""


def members_at(held: Any, *path: str) -> list[Any]:
    """The members at the end of a path: those of a list, of one that is wrapped in a single key, of numbered keys, or the one that is there."""
    for key in path:
        held = held.get(key) if isinstance(held, Mapping) else None
    if isinstance(held, list):
        return held
    if not isinstance(held, Mapping) or not held:
        return [held] if held else []
    if all(key.isdigit() for key in held):
        return [held[key] for key in sorted(held, key=int)]
    if len(held) == 1:
        inner = next(iter(held.values()))
        if isinstance(inner, list | Mapping):
            return inner if isinstance(inner, list) else [inner]
    return [held]


def _from_json(value: Any) -> Iterator[Record]:
    given = value
    if isinstance(value, Mapping):
        given = next((inner for inner in value.values() if isinstance(inner, list)), [])
    for number, one in enumerate(given if isinstance(given, list) else [], 1):
        inner = one.get("RelationshipRecord", one) if isinstance(one, Mapping) else None
        yield Record(f"record {number}", inner if isinstance(inner, Mapping) else {})


def _from_csv(value: Any) -> Iterator[Record]:
    rows, lines = value["rows"], value["lines"]
    paths = [tuple(part for part in head.strip().lstrip("\ufeff").split(".") if part) for head in rows[0]] if rows else []
    for row, line in zip(rows[1:], lines[1:], strict=True):
        if any(cell.strip() for cell in row):
            held: dict[str, Any] = {}
            for path, cell in zip(paths, row, strict=False):
                if path and cell.strip():
                    _put(held, path, cell.strip())
            yield Record(f"line {line}", held)


def _put(held: dict[str, Any], path: tuple[str, ...], text: str) -> None:
    """Set a text at a path; where a text stands above (`Entity.LegalName` beside `Entity.LegalName.xmllang`) it becomes the inner record's own."""
    for key in path[:-1]:
        inner = held.setdefault(key, {})
        if not isinstance(inner, dict):
            inner = held[key] = {"": inner}
        held = inner
    known = held.get(path[-1])
    if isinstance(known, dict):
        known[""] = text
    else:
        held[path[-1]] = text


def _from_xml(value: Any) -> Iterator[Record]:
    names = [name.rpartition("}")[2] for name in value["names"]]
    tags, depths, texts, lines = value["tags"], value["depths"], value["texts"], value["lines"]
    at, end = 0, len(tags)
    while at < end:
        if names[tags[at]] not in RECORDS:
            at += 1
            continue
        start, at = at, at + 1
        open_at: list[dict[str, Any]] = [{}]
        while at < end and depths[at] > depths[start]:
            del open_at[depths[at] - depths[start] :]
            leaf = at + 1 >= end or depths[at + 1] <= depths[at]
            inner: Any = texts[at] if leaf else {}
            _join(open_at[-1], names[tags[at]], inner)
            if not leaf:
                open_at.append(inner)
            at += 1
        yield Record(f"line {lines[start]}", open_at[0])


def _join(held: dict[str, Any], key: str, inner: Any) -> None:
    """Add a child; a second one of the same name makes a list."""
    known = held.get(key)
    if known is None:
        held[key] = inner
    elif isinstance(known, list):
        known.append(inner)
    else:
        held[key] = [known, inner]
