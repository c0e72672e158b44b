"""What cases and estates hold, compiled: a column a fact, mapped into memory, asked what a designation would reach.

Items lie in the order of their holdings. Names are indexed (`NameIndex`), so that a supposed name is asked of all of them at once; whom it means, and
how surely, is then said by the register's own look-up with the supposed entity as its only one.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from hashlib import blake2b
from math import lcm
from pathlib import Path
from typing import Any

import numpy as np

from ...desk.stock import KINDS_APART, ROLES, AtStake, Consequence, Found, Holding, Met, StockItem, Supposed
from ...faults import InputRefused, fault
from ...names.normalise import name_key
from ...register.lookup import Hit, Lookup, key_of
from ...register.model import Designation, Edition, Entity, NamedAs
from ...screening.rules.place import meets_place
from ...terms import Identifier, Party, Source, decimal_text
from . import index_file
from .like_names import LikeNames
from .mapped import CompiledFile
from .name_index import NameIndex
from .walks.csr import Ints
from .walks.texts import Texts

KIND = "stock"
VERSION = 1
SURELY, POSSIBLY = 2, 1
MOST_SHOWN = 1_000
GOODS = tuple(ROLES.index(role) for role in ("maker", "installed"))
COUNTED = tuple(ROLES.index(role) for role in ("maker", "part", "installed"))
"""Roles whose pieces are counted: who supplies a line delivers the same pieces as its maker."""
COLUMNS = ("role", "party", "product", "kind", "origin", "quantity", "holding", "line")
TEXTS = ("parties", "products", "kinds", "origins", "quantities", "lines", "holdings")


def compiled(stock: Iterable[tuple[Holding, Iterable[StockItem]]], digests: Iterable[str]) -> tuple[dict[str, Any], dict[str, Ints]]:
    """What the file says of itself, and its arrays."""
    codes: dict[str, dict[str, int]] = {name: {"": 0} for name in TEXTS}
    columns: dict[str, list[int]] = {name: [] for name in COLUMNS}
    holdings: list[str] = []

    def code(name: str, text: str) -> int:
        known = codes[name]
        return known.setdefault(text, len(known))

    for holding, items in stock:
        holdings.append(_holding_text(holding))
        for one in items:
            row = (
                ROLES.index(one.role), code("parties", _party_text(one.party)), code("products", one.product), code("kinds", one.kind),
                code("origins", one.origin), code("quantities", _quantity_text(one.quantity)), len(holdings) - 1, code("lines", one.line),
            )  # fmt: skip
            for name, value in zip(COLUMNS, row, strict=True):
                columns[name].append(value)
    names: dict[str, int] = {}
    name_of = [names.setdefault(json.loads(text)[0] if text else "", len(names)) for text in codes["parties"]]
    texts = {name: list(held) for name, held in codes.items()} | {"holdings": holdings}
    arrays = {name: np.array(values, np.uint8 if name == "role" else np.uint32) for name, values in columns.items()}
    for name, held in texts.items():
        arrays |= Texts.of(held).arrays(name)
    arrays |= _product_index(texts["products"])
    arrays |= {"name_of": np.array(name_of, np.uint32), "keys": np.array([_key(name) for name in names], np.uint64)}
    arrays |= {f"index.{name}": array for name, array in _indexed(names)._arrays.items()}
    return {"kind": KIND, "version": VERSION, "items": len(columns["role"]), "holdings": len(holdings), "digests": sorted(set(digests))}, arrays


def write(path: Path, stock: Iterable[tuple[Holding, Iterable[StockItem]]], digests: Iterable[str]) -> dict[str, Any]:
    """Compile and keep as one file; what it says of itself."""
    about, arrays = compiled(stock, digests)
    index_file.write(path, about, arrays)
    return about


def opened(path: Path) -> "Stock":
    """A stock kept before. InputRefused where the file is not one, or does not hold together."""
    try:
        about, arrays = index_file.opened(CompiledFile(path), _broken)
    except OSError as error:
        raise _broken(str(path)) from error
    if about.get("kind") != KIND or about.get("version") != VERSION:
        raise _broken(str(path))
    return Stock(about, arrays)


def _broken(label: str) -> InputRefused:
    broken = fault(
        label,
        "stock.broken",
        what=("品目台帳のファイルでないか、壊れている", "this is no compiled stock, or it is damaged"),
        remedy=("sekisho whatif build で作り直す", "make it again with `sekisho whatif build`"),
    )
    return InputRefused([broken])


class Stock:
    """A compiled stock, to be asked any number of times."""

    def __init__(self, about: Mapping[str, Any], arrays: Mapping[str, Ints]) -> None:
        self.about = dict(about)
        self._columns = {name: arrays[name] for name in COLUMNS}
        self._texts = {name: Texts.held(arrays, name) for name in TEXTS}
        self._name_of, self._keys = arrays["name_of"], arrays["keys"]
        self._product_of, self._product_keys = arrays["product_of"], arrays["product_keys"]
        self._index = NameIndex({}, {name.removeprefix("index."): array for name, array in arrays.items() if name.startswith("index.")})

    def __len__(self) -> int:
        return len(self._columns["role"])

    def ask(self, supposed: Supposed) -> Consequence:
        """What the designation would reach; ValueError where nothing is supposed."""
        relations = self._relations(supposed) if supposed.names or supposed.owned else None
        sure = self._sureness(supposed, relations)
        rows = np.flatnonzero(sure)
        certain = sure[rows] == SURELY
        roles = np.bincount(self._columns["role"][rows], minlength=len(ROLES))
        return Consequence(
            supposed=supposed,
            total=len(self),
            surely=int(certain.sum()),
            possibly=int(len(rows) - certain.sum()),
            met=self._met(rows, relations or {}),
            roles={role: int(count) for role, count in zip(ROLES, roles, strict=True) if count},
            at_stake=self._at_stake(rows, certain),
            shown=tuple(self._found(int(row), int(sure[row]), relations or {}) for row in rows[:MOST_SHOWN]),
        )

    def _sureness(self, supposed: Supposed, relations: Mapping[int, str] | None) -> Ints:
        """Of every item 2 (surely), 1 (possibly) or 0: the least of what each condition says."""
        if relations is None and not (supposed.kind or supposed.origin or supposed.product):
            raise ValueError("nothing is supposed: a name, a kind, a place of production or a model is needed")
        found = np.full(len(self), SURELY, np.uint8)
        if relations is None:
            found[~np.isin(self._columns["role"], GOODS)] = 0
        else:
            of_party = np.zeros(len(self._texts["parties"]), np.uint8)
            for party, relation in relations.items():
                of_party[party] = POSSIBLY if relation in ("possible", "owned-possibly") else SURELY
            np.minimum(found, of_party[self._columns["party"]], out=found)
        if supposed.kind:
            np.minimum(found, self._says("kinds", supposed.kind, _kind_says)[self._columns["kind"]], out=found)
        if supposed.origin:
            np.minimum(found, self._says("origins", supposed.origin, _origin_says)[self._columns["origin"]], out=found)
        if supposed.product:
            np.minimum(found, self._products_say(supposed.product)[self._columns["product"]], out=found)
        return found

    def _products_say(self, asked: str) -> Ints:
        """Products that one of whose words has the key of what is asked; the index of keys names them, the words say so."""
        says = np.zeros(len(self._texts["products"]), np.uint8)
        for at in np.unique(self._product_of[self._product_keys == _hashed(name_key(asked).key)]).tolist():
            says[at] = _product_says(self._texts["products"][at], asked)
        return says

    def _says(self, texts: str, asked: str, says: Callable[[str, str], int]) -> Ints:
        held = self._texts[texts]
        return np.fromiter((says(held[at], asked) for at in range(len(held))), np.uint8, len(held))

    def _relations(self, supposed: Supposed) -> dict[int, str]:
        """Party -> how it is meant, by the register's look-up with the supposed entity alone; then those that belong to it."""
        found: dict[int, str] = {}
        for party in supposed.owned:
            for at in self._parties_named(self._named_alike([party.name])):
                if _is_owned(self._party(at), party):
                    found[at] = "owned"
        if supposed.names:
            lookup = supposed_register(supposed.names)
            candidates = self._parties_named(self._named_alike(supposed.names))
            for at, answer in zip(candidates, lookup.lookup([self._party(at) for at in candidates]), strict=True):
                if answer.hits:
                    found[at] = _surest(answer.hits)
        return found

    def _named_alike(self, names: Iterable[str]) -> Ints:
        """The names of the stock that may be one of these: by likeness, or by an equal key."""
        asked = list(names)
        like = [int(hit.entity) for hits in self._index.match(asked) for hit in hits]
        equal = np.flatnonzero(np.isin(self._keys, np.array([_key(name) for name in asked if key_of(name).key], np.uint64)))
        return np.union1d(np.array(like, np.int64), equal)

    def _parties_named(self, names: Ints) -> list[int]:
        found: list[int] = np.flatnonzero(np.isin(self._name_of, names)).tolist()
        return [at for at in found if at]

    def _party(self, at: int) -> Party:
        return _party(self._texts["parties"][at])

    def _met(self, rows: Ints, relations: Mapping[int, str]) -> tuple[Met, ...]:
        counts: Ints = np.bincount(self._columns["party"][rows], minlength=len(self._texts["parties"]))
        met = [Met(party=self._party(at), relation=relation, items=int(counts[at])) for at, relation in relations.items() if counts[at]]
        return tuple(sorted(met, key=lambda one: (-one.items, one.party.name)))

    def _at_stake(self, rows: Ints, certain: Ints) -> tuple[AtStake, ...]:
        """By holding, in which order the items lie."""
        holding = self._columns["holding"][rows]
        which, starts = np.unique(holding, return_index=True)
        if not len(which):
            return ()
        unit, worth = self._pieces()
        counted = np.isin(self._columns["role"][rows], COUNTED) & certain
        pieces = np.where(counted, worth[self._columns["quantity"][rows]], 0)
        sums = zip(
            *(np.add.reduceat(column, starts).tolist() for column in (certain.astype(np.int64), 1 - certain.astype(np.int64), pieces)), strict=True
        )
        held = (_holding(self._texts["holdings"][int(at)]) for at in which)
        return tuple(
            AtStake(holding=one, items=sure, possibly=maybe, pieces=Fraction(int(total), unit))
            for one, (sure, maybe, total) in zip(held, sums, strict=True)
        )

    def _pieces(self) -> tuple[int, Ints]:
        """Quantities in whole numbers of one unit; as Python's own where a sum could leave 64 bits."""
        held = self._texts["quantities"]
        numbers = [Fraction(held[at] or "0") for at in range(len(held))]
        unit = lcm(*(number.denominator for number in numbers))
        worth = [int(number * unit) for number in numbers]
        wide = max(map(abs, worth), default=0) * max(len(self), 1) >= 2**62
        return unit, np.array(worth, object if wide else np.int64)

    def _found(self, row: int, sureness: int, relations: Mapping[int, str]) -> Found:
        at = {name: int(column[row]) for name, column in self._columns.items()}
        item = StockItem(
            role=ROLES[at["role"]], party=self._party(at["party"]) if at["party"] else None, line=self._texts["lines"][at["line"]],
            product=self._texts["products"][at["product"]], kind=self._texts["kinds"][at["kind"]], origin=self._texts["origins"][at["origin"]],
            quantity=Fraction(self._texts["quantities"][at["quantity"]] or "0"),
        )  # fmt: skip
        holding = _holding(self._texts["holdings"][at["holding"]])
        return Found(holding=holding, item=item, surely=sureness == SURELY, relation=relations.get(at["party"], ""))


def _indexed(names: Iterable[str]) -> NameIndex:
    """An index of all names, each an entity by its number."""
    source = Source(name="")
    entities = {str(at): Entity(id=str(at), names=(NamedAs(name=name, source=source),)) for at, name in enumerate(names) if name}
    return NameIndex.build(Edition(digest="", cards=(), entities=entities))


def supposed_register(names: Iterable[str]) -> Lookup:
    """A register whose only entity is the supposed one."""
    source = Source(name="whatif")
    designation = Designation(designates="entity", authority="whatif", affiliates="included", source=source)
    entity = Entity(id="whatif", names=tuple(NamedAs(name=name, source=source) for name in names), designations=(designation,))
    edition = Edition(digest="", cards=(), entities={entity.id: entity})
    return Lookup(edition, LikeNames(edition))


def _surest(hits: tuple[Hit, ...]) -> str:
    found = {hit.relation for hit in hits}
    return "same" if "same" in found else "affiliate" if "affiliate" in found else "possible"


def _is_owned(one: Party, owned: Party) -> bool:
    """The very party that a chart names: by number, else by an equal key and no differing number in one scheme."""
    if set(one.identifiers) & set(owned.identifiers):
        return True
    schemes = {known.scheme for known in one.identifiers} & {known.scheme for known in owned.identifiers}
    return not schemes and name_key(one.name).key == name_key(owned.name).key != ""


def _kind_says(held: str, asked: str) -> int:
    return POSSIBLY if not held else SURELY if asked in held.split(KINDS_APART) else 0


def _origin_says(held: str, asked: str) -> int:
    return {"yes": SURELY, "may": POSSIBLY, "no": 0}[meets_place(held, asked)]


def _product_says(held: str, asked: str) -> int:
    wanted = name_key(asked).key
    return SURELY if wanted and any(name_key(word).key == wanted for word in held.split(KINDS_APART)) else 0


def _product_index(products: Iterable[str]) -> dict[str, Ints]:
    """The keys of the words by which products are known, and whose they are."""
    pairs = [(_hashed(name_key(word).key), at) for at, text in enumerate(products) for word in text.split(KINDS_APART) if word]
    return {"product_keys": np.array([key for key, _ in pairs], np.uint64), "product_of": np.array([at for _, at in pairs], np.uint32)}


def _key(name: str) -> int:
    return _hashed(key_of(name).key)


def _hashed(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _party_text(party: Party | None) -> str:
    if party is None:
        return ""
    return json.dumps([party.name, party.country, [[one.scheme, one.value] for one in party.identifiers]], ensure_ascii=False)


def _party(text: str) -> Party:
    name, country, numbers = json.loads(text)
    return Party(name=name, country=country, identifiers=tuple(Identifier(scheme=scheme, value=value) for scheme, value in numbers))


def _holding_text(one: Holding) -> str:
    amount = "" if one.amount is None else f"{one.amount.numerator}/{one.amount.denominator}"
    return json.dumps([one.standing, one.agency, one.case, one.bid, one.site, amount, one.currency], ensure_ascii=False)


def _holding(text: str) -> Holding:
    standing, agency, case, bid, site, amount, currency = json.loads(text)
    return Holding(standing=standing, agency=agency, case=case, bid=bid, site=site, amount=Fraction(amount) if amount else None, currency=currency)


def _quantity_text(number: Fraction) -> str:
    return decimal_text(number) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"
