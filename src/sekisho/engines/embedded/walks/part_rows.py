"""Bills of materials as columns: what joined bills become, and what the readers of large tables of parts give, before they are compiled."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ....composition.joined import Joined, Product
from ....composition.model import Component
from ....terms import Identifier, Mark, Party
from .csr import Ints
from .texts import Texts

if TYPE_CHECKING:
    from ....feeds.boms.use_columns import UseColumns


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRows:
    """Parts in any order: `refs`, what else is known of each (JSON, "" where nothing is), and `makers`, whether one is named.

    `parent`, `child` and `amount` (a place in `quantities`) are the uses in the order of the bills; `primary` and `alternate` what may replace what.
    """

    refs: Texts
    more: Texts
    makers: Ints
    parent: Ints
    child: Ints
    amount: Ints
    quantities: Sequence[Fraction]
    primary: Ints
    alternate: Ints
    products: Sequence[Product]
    roots: Ints
    digests: Sequence[str]


def told_component(component: Component) -> str:
    """A component as JSON, without its ref; `component_of` reads it. "" for one of which its ref alone is known."""
    told: dict[str, Any] = {}
    for name in ("name", "type", "version", "part_number", "country", "where", "cpe", "purl"):
        value = getattr(component, name)
        if value != getattr(_BARE, name):
            told[name] = value
    if component.name == _bare_name(component.ref):
        told.pop("name", None)
    for role in ("maker", "supplier"):
        if getattr(component, role):
            told[role] = _told_party(getattr(component, role))
    if component.co_makers:
        told["co_makers"] = [_told_party(one) for one in component.co_makers]
    if component.marks:
        told["marks"] = [[mark.family, mark.value] for mark in component.marks]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""


def component_of(ref: str, told: str) -> Component:
    """The component that `told_component` told."""
    more: dict[str, Any] = json.loads(told) if told else {}
    more.setdefault("name", _bare_name(ref))
    for role in ("maker", "supplier"):
        if role in more:
            more[role] = _party(more[role])
    more["co_makers"] = tuple(_party(one) for one in more.get("co_makers", ()))
    more["marks"] = tuple(Mark(family=family, value=value) for family, value in more.get("marks", ()))
    return Component(ref=ref, **more)


_BARE = Component(ref="", name="")


def _bare_name(ref: str) -> str:
    return ref.partition("#")[2] or ref


def _told_party(party: Party) -> list[Any]:
    return [party.name, party.country, [[known.scheme, known.value] for known in party.identifiers]]


def _party(told: Sequence[Any]) -> Party:
    name, country, numbers = told
    return Party(name=name, country=country, identifiers=tuple(Identifier(scheme=scheme, value=value) for scheme, value in numbers))


def rows_of(joined: Joined) -> PartRows:
    """Joined bills as columns; uses of one part by another are added up, and stay where the first one stood."""
    place = {component.ref: at for at, component in enumerate(joined.components)}
    uses: dict[tuple[int, int], Fraction] = {}
    for part in joined.parts:
        pair = place[part.parent], place[part.child]
        uses[pair] = uses.get(pair, Fraction(0)) + part.quantity
    quantities = sorted(set(uses.values()))
    at = {quantity: number for number, quantity in enumerate(quantities)}
    instead = list(
        dict.fromkeys((place[one.primary], place[one.alternate]) for one in joined.alternates if {one.primary, one.alternate} <= place.keys())
    )
    return PartRows(
        refs=Texts.of(component.ref for component in joined.components),
        more=Texts.of(told_component(component) for component in joined.components),
        makers=np.array([bool(component.makers) for component in joined.components], dtype=np.bool_),
        parent=_numbers(parent for parent, _ in uses),
        child=_numbers(child for _, child in uses),
        amount=_numbers(at[quantity] for quantity in uses.values()),
        quantities=quantities,
        primary=_numbers(primary for primary, _ in instead),
        alternate=_numbers(alternate for _, alternate in instead),
        products=joined.products,
        roots=_numbers(place[product.ref] for product in joined.products),
        digests=[product.digest for product in joined.products],
    )


def rows_of_columns(columns: "UseColumns") -> PartRows:
    """A table of uses as columns; what one row says of its child describes that part wherever it is."""
    count = len(columns.ids)
    parent, child, amount, quantities = _added_up(columns, count)
    used = np.zeros(count, dtype=np.bool_)
    used[child] = True
    uses = np.zeros(count, dtype=np.bool_)
    uses[parent] = True
    roots = np.flatnonzero(uses & ~used)
    makers = np.zeros(count, dtype=np.bool_)
    more = {}
    for at, place in enumerate(columns.described.tolist()):
        component = columns.component(at)
        makers[place] = component.maker is not None
        more[place] = told_component(component)
    refs = Texts.of_arrow(columns.ids)
    none = np.zeros(0, dtype=np.int64)
    return PartRows(
        refs=refs,
        more=Texts.of(more.get(at, "") for at in range(count)),
        makers=makers,
        parent=parent,
        child=child,
        amount=amount,
        quantities=quantities,
        primary=none,
        alternate=none,
        products=[Product(ref=refs[at], file="", digest=columns.digest, completeness="unknown") for at in roots.tolist()],
        roots=roots,
        digests=[columns.digest],
    )


def _added_up(columns: "UseColumns", count: int) -> tuple[Ints, Ints, Ints, list[Fraction]]:
    """Each use once, where it first stood, with all of its pieces."""
    pairs, first, which = np.unique(columns.parent * count + columns.child, return_index=True, return_inverse=True)
    quantities = list(columns.quantities)
    amount = columns.amount[first]
    if len(pairs) < len(columns.parent):
        place = {quantity: at for at, quantity in enumerate(quantities)}
        again = np.flatnonzero(np.bincount(which)[which] > 1)
        sums: dict[int, Fraction] = {}
        for pair, row in zip(which[again].tolist(), again.tolist(), strict=True):
            sums[pair] = sums.get(pair, Fraction(0)) + columns.quantities[int(columns.amount[row])]
        for pair, quantity in sums.items():
            amount[pair] = place.setdefault(quantity, len(place))
        quantities = list(place)
    order = np.argsort(first, kind="stable")
    parent, child = np.divmod(pairs[order], count)
    return parent, child, amount[order], quantities


def _numbers(numbers: Iterable[int]) -> Ints:
    return np.array(list(numbers), dtype=np.int64)
