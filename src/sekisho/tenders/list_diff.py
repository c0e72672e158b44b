"""Two versions of an equipment list (機器等リストの版): which line became which, what changed in it, and the digest of every line that did not.

Lines are matched in four steps, each over what the one before left; the number by which a line goes says less than what it offers.

1. The same content under the same number.
2. The same content under another number (renumbered): unchanged.
3. The same product, that is maker, model and name: first under the same number, then in the order of the lists.
4. The same number: the product was replaced.

What is left was added or removed. Nothing is guessed from likeness; width, case and blanks alone never part two products.
"""

import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from ..canonical import digest_of
from ..terms import Party, decimal_text
from .model import LIST_COLUMNS, EquipmentItem, EquipmentList

MatchedBy = Literal["line", "content", "product", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A column that reads otherwise; "" = blank."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A line of the earlier version and the line it became. `fields` () = unchanged (its number may differ); `by` says how they were matched."""

    before: EquipmentItem
    after: EquipmentItem
    by: MatchedBy
    fields: tuple[FieldChange, ...] = ()

    @property
    def renumbered(self) -> bool:
        return self.before.line != self.after.line


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDiff:
    """From one version to the next; changed and unchanged lines in the order of the later one, removed ones in that of the earlier."""

    before: EquipmentList
    after: EquipmentList
    added: tuple[EquipmentItem, ...]
    removed: tuple[EquipmentItem, ...]
    changed: tuple[Pair, ...]
    unchanged: tuple[Pair, ...]


def stated(item: EquipmentItem) -> dict[str, str]:
    """What a line states, by column, as text; its place in the file is no part of it."""
    found = {column: _text(getattr(item, column)) for column in LIST_COLUMNS if column not in ("maker_id", "quantity")}
    found["maker_id"] = ", ".join(f"{one.scheme} {one.value}" for one in item.maker.identifiers) if item.maker else ""
    found["quantity"] = decimal_text(item.quantity) if item.quantity is not None else ""
    return {column: found[column] for column in LIST_COLUMNS}


def content_digest(item: EquipmentItem) -> str:
    """SHA-256 (hexadecimal) of what a line states but for its number: equal digests, equal lines."""
    return digest_of({column: text for column, text in stated(item).items() if column != "line"})


def list_diff(before: EquipmentList, after: EquipmentList) -> ListDiff:
    """What changed from one version to the next. The same two versions give the same answer whatever their files are called."""
    pairs = _matched(before.items, after.items)
    taken = {id(one.before) for one in pairs}, {id(one.after) for one in pairs}
    place = {id(item): at for at, item in enumerate(after.items)}
    told = sorted(pairs, key=lambda one: place[id(one.after)])
    return ListDiff(
        before=before,
        after=after,
        added=tuple(item for item in after.items if id(item) not in taken[1]),
        removed=tuple(item for item in before.items if id(item) not in taken[0]),
        changed=tuple(one for one in told if one.fields),
        unchanged=tuple(one for one in told if not one.fields),
    )


def _matched(before: Sequence[EquipmentItem], after: Sequence[EquipmentItem]) -> list[Pair]:
    steps: tuple[tuple[MatchedBy, Callable[[EquipmentItem], Hashable]], ...] = (
        ("line", lambda item: (item.line, _content(item))),
        ("content", _content),
        ("product", lambda item: (item.line, product) if (product := _product(item)) else None),
        ("product", _product),
        ("number", lambda item: item.line),
    )
    pairs: list[Pair] = []
    for by, key in steps:
        found = _paired(before, after, key)
        alike = by in ("line", "content")
        pairs += [Pair(before=one, after=other, by=by, fields=() if alike else _fields(one, other)) for one, other in found]
        gone = {id(item) for pair in found for item in pair}
        before = [item for item in before if id(item) not in gone]
        after = [item for item in after if id(item) not in gone]
    return pairs


def _paired(
    before: Sequence[EquipmentItem], after: Sequence[EquipmentItem], key: Callable[[EquipmentItem], Hashable]
) -> list[tuple[EquipmentItem, EquipmentItem]]:
    """Lines of one key, the first with the first; a key of None pairs nothing."""
    waiting: dict[Hashable, deque[EquipmentItem]] = defaultdict(deque)
    for item in before:
        waiting[key(item)].append(item)
    found = []
    for item in after:
        wanted = key(item)
        if wanted is not None and waiting.get(wanted):
            found.append((waiting[wanted].popleft(), item))
    return found


_CONTENT = attrgetter(*(column for column in LIST_COLUMNS if column not in ("line", "maker_id")))


def _content(item: EquipmentItem) -> Hashable:
    """What `content_digest` is the digest of, without making one: equal contents, equal digests."""
    return _CONTENT(item)


def _product(item: EquipmentItem) -> tuple[str, ...] | None:
    """Maker, model and name; None for a line that names none of them."""
    words = tuple(_plain(word) for word in (item.maker.name if item.maker else "", item.model, item.name))
    return words if any(words) else None


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


def _fields(before: EquipmentItem, after: EquipmentItem) -> tuple[FieldChange, ...]:
    """Every column that differs; a number alone is no change of the line."""
    one, other = stated(before), stated(after)
    found = tuple(FieldChange(field=column, before=one[column], after=other[column]) for column in LIST_COLUMNS if one[column] != other[column])
    return () if [change.field for change in found] == ["line"] else found


def _text(value: object) -> str:
    return value.name if isinstance(value, Party) else str(value) if value is not None else ""
