"""What `sekisho bom products`, `explode` and `where-used` answer, as JSON values and as rows of a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from ....composition.walk import Reached
from ....faults import refuse
from ....terms import decimal_text
from ..mapped import is_compiled
from .part_file import CompiledProducts, Used

EXPLODED = ("product", "depth", "ref", "name", "maker", "part_number", "quantity", "alternate_for", "path")
USED = ("part", "maker", "product", "file", "depth", "quantity", "alternate_for", "path")
BETWEEN = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAsked:
    """A part as somebody asks for it: its id, part number, purl, CPE or name; with a maker, its part number."""

    part: str
    maker: str = ""


def opened(paths: Sequence[Path]) -> CompiledProducts:
    """One compiled file, or bills of materials compiled in memory."""
    if len(paths) == 1 and is_compiled(paths[0]):
        return CompiledProducts.open(paths[0])
    found = [path for path in paths if is_compiled(path)]
    if found:
        raise refuse(
            str(found[0]),
            "compiled.beside",
            what=("編成済みのファイルは、ほかのファイルと一緒には引けません", "a compiled file cannot be asked together with other files"),
            remedy=("すべての部品表から bom build で一つに編成してください", "compile all of the bills into one file with `bom build`"),
        )
    from .part_reading import products_of

    return products_of(paths)


def products_told(products: CompiledProducts) -> list[dict[str, Any]]:
    """Every product with how many parts it has and how many of them name a maker."""
    told = []
    for number, product in enumerate(products.products()):
        coverage = products.coverage(number)
        told.append(
            {
                "product": shown(products, product.ref),
                "file": product.file,
                "completeness": product.completeness,
                "parts": coverage.parts,
                "with_maker": coverage.with_maker,
            }
        )
    return told


def number_of(products: CompiledProducts, asked: str) -> int:
    """The one product that is asked for; "" where there is only one. InputRefused where there is none, or are several."""
    found = products.numbers_of(asked) if asked else list(range(len(products.roots)))
    if len(found) == 1:
        return found[0]
    names = ", ".join(shown(products, products.product(number).ref) for number in found[:5])
    if found:
        raise refuse(
            "PRODUCT",
            "products.ambiguous",
            what=("製品が一つに決まりません", "more than one product is meant"),
            remedy=("ファイル名か、部品表の参照で指定してください", "name its file, or its ref"),
            shown=names,
        )
    raise refuse(
        "PRODUCT",
        "products.unknown",
        what=("この製品はありません", "there is no such product"),
        remedy=("bom products で一覧を見てください", "see `bom products`"),
        shown=asked,
    )


def shown(products: CompiledProducts, ref: str) -> str:
    """A ref as its own bill has it."""
    return ref.partition("#")[2] if len(products.roots) > 1 and "#" in ref else ref


def exploded(products: CompiledProducts, asked: str) -> dict[str, Any]:
    """What is inside a product."""
    number = number_of(products, asked)
    product, coverage = products.product(number), products.coverage(number)
    return {
        "product": shown(products, product.ref),
        "file": product.file,
        "completeness": product.completeness,
        "coverage": {"parts": coverage.parts, "with_maker": coverage.with_maker},
        "parts": [_part(products, one) for one in products.reached(number)],
    }


def _part(products: CompiledProducts, one: Reached) -> dict[str, Any]:
    component = one.component
    return {
        "ref": shown(products, component.ref),
        "name": component.name,
        "maker": component.maker.name if component.maker else "",
        "part_number": component.part_number,
        "depth": one.depth,
        "quantity": quantity_text(one.quantity),
        "alternate_for": shown(products, one.alternate_for),
        "path": [shown(products, ref) for ref in one.path],
    }


def quantity_text(quantity: Fraction | None) -> str | None:
    """Pieces as a decimal; None where a cycle leaves them open."""
    return None if quantity is None else decimal_text(quantity)


def where_used(products: CompiledProducts, asked: PartAsked) -> dict[str, Any]:
    """Every product that a part is in; `known` is false where no bill names the part."""
    nodes = products.nodes_of(asked.part, asked.maker)
    used = [_used(products, one) for one in products.where_used(nodes)] if nodes else []
    return {"part": asked.part, "maker": asked.maker, "known": bool(nodes), "products": used}


def _used(products: CompiledProducts, one: Used) -> dict[str, Any]:
    return {
        "product": shown(products, one.product.ref),
        "file": one.product.file,
        "depth": one.depth,
        "quantity": quantity_text(one.quantity),
        "alternate_for": shown(products, one.alternate_for),
        "path": [shown(products, ref) for ref in one.path],
    }


def exploded_rows(products: CompiledProducts, asked: Iterable[str]) -> Iterator[list[str]]:
    """The parts of products as rows of CSV, the header first."""
    yield list(EXPLODED)
    for product in asked:
        told = exploded(products, product)
        for part in told["parts"]:
            yield [told["product"], *(_cell(part[name]) for name in EXPLODED[1:])]


def used_rows(products: CompiledProducts, asked: Iterable[PartAsked]) -> Iterator[list[str]]:
    """The products of parts as rows of CSV, the header first. A part that is in no product has a row without one."""
    yield list(USED)
    for part in asked:
        told = where_used(products, part)["products"] or [dict.fromkeys(USED[2:], "")]
        for one in told:
            yield [part.part, part.maker, *(_cell(one[name]) for name in USED[2:])]


def _cell(value: Any) -> str:
    return BETWEEN.join(value) if isinstance(value, list) else "" if value is None else str(value)


def asked_parts(path: Path) -> list[PartAsked]:
    """The parts that a CSV, Parquet or Arrow file asks for: column `part` (or `part_number`), and `maker` where it is known."""
    rows = _cells(
        path, ("part", "maker"), {"part_number": "part", "mpn": "part", "型番": "part", "部品": "part", "製造者": "maker", "メーカー": "maker"}
    )
    return [PartAsked(part=part, maker=maker) for part, maker in rows if part]


def asked_products(path: Path) -> list[str]:
    """The products that a CSV, Parquet or Arrow file asks for: column `product`."""
    return [product for (product,) in _cells(path, ("product",), {"製品": "product"}) if product]


def _cells(path: Path, columns: Sequence[str], others: dict[str, str]) -> list[list[str]]:
    """The first of `columns` is needed."""
    from ....feeds.raw.text_columns import read_text_columns

    def choose(header: Sequence[str]) -> list[str]:
        named = [others.get(cell.strip().casefold(), cell.strip().casefold()) for cell in header]
        if columns[0] not in named:
            raise refuse(
                str(path),
                "asked.column-missing",
                what=("必要な列がありません", "a needed column is missing"),
                remedy=("見出しに加えてください", "add it to the header"),
                shown=columns[0],
            )
        return [name if name in columns and named.index(name) == at else "" for at, name in enumerate(named)]

    table = read_text_columns(path, str(path), choose)
    return [[table.columns[name].text(row) if name in table.columns else "" for name in columns] for row in range(len(table))]
