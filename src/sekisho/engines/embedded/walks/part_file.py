"""Products compiled into a file: what is inside each, and where a part is used, as `sekisho.composition.walk` says of the joined bills."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from ....composition.joined import Product, folded, part_word, words_of
from ....composition.model import Component
from ....composition.walk import Reached, pieces_beyond
from .. import index_file
from .chart_build import Say
from .chart_file import broken, other
from .csr import Flags, Ints, distinct, of_groups
from .flow import Edges, Flow, met, totals
from .part_build import KIND, VERSION, compiled
from .part_rows import PartRows, component_of
from .texts import Lookup, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many parts lie below a product, each once, and how many of them name a maker."""

    parts: int
    with_maker: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A product that a part is in: over how many levels at the least, by which way from the product down, in how many pieces (None: a cycle).

    `alternate_for` is the ref of the part in whose place it may stand, "" where it is in the product.
    """

    product: Product
    depth: int
    path: tuple[str, ...]
    quantity: Fraction | None
    alternate_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A node that is reached only by way of an alternate."""

    node: int
    path: tuple[int, ...]
    quantity: Fraction | None
    alternate_for: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploded:
    """What is inside a product: nodes nearest first (the product itself at place 0), pieces and whether they are settled, alternates beyond."""

    flow: Flow
    pieces: Ints
    settled: Flags
    beyond: tuple[Beyond, ...]

    def quantity(self, place: int) -> Fraction | None:
        return Fraction(self.pieces[place].item() if hasattr(self.pieces[place], "item") else self.pieces[place]) if self.settled[place] else None


class CompiledProducts:
    """Bills of materials compiled to arrays. One walk at a time: walks share their room."""

    def __init__(self, about: Mapping[str, Any], arrays: dict[str, Ints]) -> None:
        self.about, self.arrays = about, arrays
        self.refs, self.more = Texts.held(arrays, "refs"), Texts.held(arrays, "more")
        self.words, self._products = Lookup.held(arrays, "words"), Texts.held(arrays, "products")
        quantities = [Fraction(quantity) for quantity in about["quantities"]]
        self.down = Edges(starts=arrays["below"], targets=arrays["child"], amounts=arrays["child_amount"], quantities=quantities)
        self.up = Edges(starts=arrays["above"], targets=arrays["parent"], amounts=arrays["parent_amount"], quantities=quantities)
        self.roots = arrays["roots"].astype(np.int64)
        self._seen: Flags = np.zeros(len(self.refs), dtype=np.bool_)
        self._places: Ints = np.zeros(len(self.refs), dtype=np.int32)

    @classmethod
    def of(cls, rows: PartRows) -> "CompiledProducts":
        return cls(*compiled(rows))

    @classmethod
    def open(cls, path: Path) -> "CompiledProducts":
        """From a file that `build` wrote. InputRefused `compiled.broken` or `compiled.other` where it does not hold or is something else."""
        about, arrays = index_file.opened(path, broken)
        if about.get("kind") != KIND or about.get("version") != VERSION:
            raise other(str(path))
        return cls(about, arrays)

    def component(self, node: int) -> Component:
        return component_of(self.refs[node], self.more[node])

    def product(self, number: int) -> Product:
        file, digest, completeness = json.loads(self._products[number])
        return Product(ref=self.refs[int(self.roots[number])], file=file, digest=digest, completeness=completeness)

    def products(self) -> Iterator[Product]:
        return map(self.product, range(len(self.roots)))

    def numbers_of(self, asked: str) -> list[int]:
        """The products that are asked for: by file, by the file's last name, or by what a part is asked for."""
        named = [number for number in range(len(self.roots)) if self._is_called(number, asked)]
        if named:
            return named
        found = set(self.nodes_of(asked))
        return [number for number, root in enumerate(self.roots.tolist()) if root in found]

    def _is_called(self, number: int, asked: str) -> bool:
        file: str = json.loads(self._products[number])[0]
        return bool(file) and asked in (file, Path(file).name)

    def nodes_of(self, asked: str, maker: str = "") -> list[int]:
        """The nodes of a part by its ref, part number, purl, CPE or name; with a maker, by that maker's part number alone."""
        word = part_word(maker, asked) if maker else folded(asked)
        return [node for node in self.words[word] if word in words_of(self.component(node), self.refs[node].partition("#")[2])]

    def _scratch(self) -> tuple[Flags, Ints]:
        """Room for a walk, the same one for each."""
        self._seen.fill(False)
        return self._seen, self._places

    def explode(self, number: int) -> Exploded:
        """What is inside a product."""
        seen, places = self._scratch()
        root = self.roots[number : number + 1]
        flow = met(self.down, root, seen, places)
        pieces, settled = totals(self.down.quantities, flow, [1])
        found = Exploded(flow=flow, pieces=pieces, settled=settled, beyond=())
        return self._with_alternates(found, int(root[0]), seen, places) if self.about["alternates"] else found

    def _instead(self, node: int, root: int) -> list[int]:
        """What may stand in the place of a node; nothing replaces the product itself."""
        found = self.arrays["alternate"][int(self.arrays["instead"][node]) : int(self.arrays["instead"][node + 1])].tolist()
        return [one for one in found if root not in (node, one) and one != node]

    def _children(self, node: int) -> dict[int, Fraction]:
        places = range(int(self.down.starts[node]), int(self.down.starts[node + 1]))
        return {int(self.down.targets[at]): self.down.quantities[int(self.down.amounts[at])] for at in places}

    def _with_alternates(self, found: Exploded, root: int, seen: Flags, places: Ints) -> Exploded:
        starts = self.arrays["instead"]
        primaries = found.flow.nodes[starts[found.flow.nodes + 1] > starts[found.flow.nodes]].tolist()
        met_beyond: dict[int, tuple[int, int]] = {}
        queue = deque((node, -1) for node in primaries)
        while queue:
            node, stands_for = queue.popleft()
            steps = [(one, node) for one in self._instead(node, root)]
            if stands_for >= 0:
                steps += [(child, stands_for) for child in self._children(node)]
            for one, primary in steps:
                if not seen[one] and one not in met_beyond:
                    met_beyond[one] = (node, primary)
                    queue.append((one, primary))
        if not met_beyond:
            return found
        pieces = self._pieces_beyond(found, root, [*primaries, *met_beyond], met_beyond, places)
        paths: dict[int, tuple[int, ...]] = {}
        for node, (before, stands_for) in met_beyond.items():
            way = paths[before] if before in paths else tuple(found.flow.way(int(places[before])))
            paths[node] = (*(way[:-1] if before == stands_for else way), node)
        beyond = tuple(
            Beyond(node=node, path=paths[node], quantity=pieces.get(node), alternate_for=stands_for) for node, (_, stands_for) in met_beyond.items()
        )
        return Exploded(flow=found.flow, pieces=found.pieces, settled=found.settled, beyond=beyond)

    def _pieces_beyond(self, found: Exploded, root: int, replaced: Iterable[int], beyond: Mapping[int, object], places: Ints) -> dict[int, Fraction]:
        """As the plain walk counts them."""
        instead = {str(node): dict.fromkeys(map(str, others), Fraction(1)) for node in replaced if (others := self._instead(node, root))}
        pieces = {}
        for name in instead:
            quantity = found.quantity(int(places[int(name)])) if int(name) not in beyond else None
            if quantity is not None:
                pieces[name] = quantity
        children = {str(node): {str(child): quantity for child, quantity in self._children(node).items()} for node in beyond}
        return {int(name): quantity for name, quantity in pieces_beyond(pieces, children, instead, {str(node): None for node in beyond}).items()}

    def reached(self, number: int) -> tuple[Reached, ...]:
        """What is inside a product, as the plain walk tells it."""
        found = self.explode(number)
        flow = found.flow
        inside = [
            Reached(
                component=self.component(int(flow.nodes[place])),
                depth=int(flow.depth[place]),
                path=tuple(self.refs[node] for node in flow.way(place)),
                quantity=found.quantity(place),
            )
            for place in range(1, len(flow.nodes))
        ]
        beyond = [
            Reached(
                component=self.component(one.node),
                depth=len(one.path) - 1,
                path=tuple(self.refs[node] for node in one.path),
                quantity=one.quantity,
                alternate_for=self.refs[one.alternate_for],
            )
            for one in found.beyond
        ]
        return tuple(sorted((*inside, *beyond), key=lambda one: one.depth))

    def coverage(self, number: int) -> Coverage:
        seen, places = self._scratch()
        nodes = met(self.down, self.roots[number : number + 1], seen, places).nodes[1:]
        return Coverage(parts=len(nodes), with_maker=int(self.arrays["makers"][nodes].sum()))

    def products_with(self, nodes: Iterable[int]) -> list[int]:
        """The numbers of the products that any of these nodes is in, alternates aside: the quick answer for many parts at once."""
        starts = np.array(sorted(set(nodes)), dtype=np.int64)
        seen: Flags = np.zeros(len(self.refs), dtype=np.bool_)
        fresh = self._parents(starts)
        while len(fresh):
            seen[fresh] = True
            fresh = self._parents(fresh)
            fresh = fresh[~seen[fresh]]
        return np.flatnonzero(seen[self.roots]).tolist()

    def _parents(self, nodes: Ints) -> Ints:
        targets = self.up.targets[of_groups(self.up.starts, nodes)]
        if len(targets) * 16 < len(self.refs):
            return distinct(targets)
        flags: Flags = np.zeros(len(self.refs), dtype=np.bool_)
        flags[targets] = True
        return np.flatnonzero(flags)

    def where_used(self, nodes: Sequence[int]) -> list[Used]:
        """Every product that a part (all of its nodes) is in, nearest first, then those in which it may stand in the place of another part."""
        starts = np.array(sorted(set(nodes)), dtype=np.int64)
        asked = np.isin(self.roots, starts)
        inside = self._inside(starts, np.flatnonzero(~asked))
        for number in np.flatnonzero(asked).tolist():
            inside |= self._inside(starts[starts != self.roots[number]], np.array([number]))
        found = {**inside, **self._beyond(starts, inside)} if self.about["alternates"] else inside
        return sorted(found.values(), key=lambda one: (bool(one.alternate_for), one.depth, one.product.file, one.product.ref))

    def _inside(self, starts: Ints, among: Ints) -> dict[int, Used]:
        if not len(starts):
            return {}
        seen, places = self._scratch()
        flow = met(self.up, starts, seen, places)
        pieces, settled = totals(self.up.quantities, flow, [1] * len(starts))
        known = Exploded(flow=flow, pieces=pieces, settled=settled, beyond=())
        found = {}
        for number in among[seen[self.roots[among]]].tolist():
            place = int(places[self.roots[number]])
            path = tuple(self.refs[node] for node in reversed(flow.way(place)))
            found[number] = Used(product=self.product(number), depth=int(flow.depth[place]), path=path, quantity=known.quantity(place))
        return found

    def _beyond(self, starts: Ints, inside: Mapping[int, object]) -> dict[int, Used]:
        """Products in which the part may stand as an alternate, or within one."""
        wanted = set(starts.tolist())
        found = {}
        for number in self._might(starts):
            if number in inside:
                continue
            ways = sorted((len(one.path), at, one) for at, one in enumerate(self.explode(number).beyond) if one.node in wanted)
            if ways:
                quantities = [one.quantity for _, _, one in ways]
                _, _, first = ways[0]
                found[number] = Used(
                    product=self.product(number),
                    depth=len(first.path) - 1,
                    path=tuple(self.refs[node] for node in first.path),
                    quantity=None if None in quantities else sum((one for one in quantities if one is not None), Fraction(0)),
                    alternate_for=self.refs[first.alternate_for],
                )
        return found

    def _might(self, starts: Ints) -> list[int]:
        """The products above the nodes by uses and replacements together."""
        seen: Flags = np.zeros(len(self.refs), dtype=np.bool_)
        fresh = starts
        while len(fresh):
            seen[fresh] = True
            replaced = self.arrays["primary"][of_groups(self.arrays["stands_for"], fresh)].astype(np.int64)
            fresh = distinct(np.concatenate((self._parents(fresh), replaced)))
            fresh = fresh[~seen[fresh]]
        return np.flatnonzero(seen[self.roots]).tolist()


def build(rows: PartRows, path: Path, progress: Say | None = None) -> None:
    """Compile bills and write their file."""
    about, arrays = compiled(rows, progress)
    index_file.write(path, about, arrays)
