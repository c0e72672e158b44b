"""bom build, products, explode, where-used: what is inside products, and where a part is used."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from . import lang, show_json
from .options import json_option
from .pace import Pace, tell

files_option = click.option(
    "--products",
    "boms",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A compiled file, or a bill of materials; may be given again.",
)
list_option = click.option(
    "--list", "listed", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV, Parquet or Arrow to ask for many."
)
output_option = click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="CSV to write.")


@click.group("bom", short_help="What is inside products, and where a part is used.")
def bom_group() -> None:
    """Bills of materials (部品表) of any format and size: what is inside a product, and which products a part is in.

    \b
      sekisho bom build boms/*.json -o build/products
      sekisho bom explode router.cdx.json --products build/products
      sekisho bom where-used EX-9 --products build/products
    """


@bom_group.command("build")
@click.argument("boms", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The compiled file to write.")
@json_option
def build(boms: tuple[Path, ...], output: Path, as_json: bool) -> int:
    """Compile the bills FILE... into one file that is mapped, not loaded.

    Every format that a case takes is read. Parts are one where maker and part number, purl or CPE are equal, and a part that is itself the product
    of another bill goes on there. One CSV, .parquet or .arrow with the columns parent, child and quantity (and maker, part_number, name of the child)
    may have any length.

    部品表を、読み込まずに引ける一つのファイルに編成します。
    """
    from .. import wiring

    built = wiring.build_products(boms, output, say=tell, progress=Pace("parts", "点"))
    if as_json:
        show_json(built)
        return 0
    for one in built["warnings"]:
        click.echo(f"  warning: {one['file']} {one['where']}: {one['what'][lang()]}", err=True)
    words = {
        "ja": f"製品{built['products']:,}、部品{built['parts']:,}点(うち製造者の分かるもの{built['with_maker']:,}点)、使用{built['uses']:,}件",
        "en": f"{built['products']:,} products, {built['parts']:,} parts ({built['with_maker']:,} with a maker), {built['uses']:,} uses",
    }
    click.echo(f"{output}: {words[lang()]}")
    return 0


@bom_group.command("products")
@click.argument("boms", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def products(boms: tuple[Path, ...], as_json: bool) -> int:
    """The products of FILE... (a compiled file, or bills), and of how many of their parts a maker is named.

    製品の一覧と、製造者の分かる部品の数を示します。
    """
    from .. import wiring

    found = wiring.list_products(boms)
    if as_json:
        show_json({"products": found})
        return 0
    heads = {"ja": ("製品", "ファイル", "部品", "製造者あり"), "en": ("product", "file", "parts", "with maker")}[lang()]
    _table([heads, *([one["product"], one["file"], f"{one['parts']:,}", f"{one['with_maker']:,}"] for one in found)])
    return 0


@bom_group.command("explode")
@click.argument("product", required=False, default="")
@files_option
@list_option
@output_option
@json_option
def explode(product: str, boms: tuple[Path, ...], listed: Path | None, output: Path | None, as_json: bool) -> int:
    """Everything that is inside PRODUCT (its file, ref, part number or name), each part once: how deep, how many pieces in all, by which way.

    \b
      sekisho bom explode --products router.cdx.json
    Without PRODUCT it is the only one there is. An alternate is shown with the part in whose place it may stand, and is not counted beside it. Where
    a cycle lies on the way the quantity is open. Many products: --list FILE (column product) with -o.

    製品の中身を、部品ごとに、深さ・総数・経路とともに示します。
    """
    from .. import wiring

    _check_bulk(listed, output, product)
    if output:
        wiring.explode_to(boms, listed, product, output)
        return 0
    told = wiring.explode(boms, product)
    if as_json:
        show_json(told)
        return 0
    coverage = told["coverage"]
    words = {
        "ja": f"部品{coverage['parts']:,}点、製造者の分かるもの{coverage['with_maker']:,}点",
        "en": "{parts:,} parts, {with_maker:,} with a maker",
    }
    click.echo(f"{told['product']} {told['file']}: {words[lang()].format(**coverage)}")
    heads = {"ja": ("深さ", "数量", "部品", "型番", "製造者", "経路"), "en": ("depth", "quantity", "part", "part number", "maker", "way")}[lang()]
    _table([heads, *(_exploded_line(one) for one in told["parts"])])
    return 0


def _exploded_line(one: Mapping[str, Any]) -> Sequence[str]:
    instead = {"ja": f"({one['alternate_for']}の代替)", "en": f" (may replace {one['alternate_for']})"}[lang()] if one["alternate_for"] else ""
    quantity = one["quantity"] if one["quantity"] is not None else "?"
    return str(one["depth"]), quantity, one["name"] + instead, one["part_number"], one["maker"], " > ".join(one["path"])


@bom_group.command("where-used")
@click.argument("parts", metavar="PART...", nargs=-1)
@files_option
@click.option("--maker", default="", help="The maker whose part number PART is.")
@list_option
@output_option
@json_option
def where_used(parts: tuple[str, ...], boms: tuple[Path, ...], maker: str, listed: Path | None, output: Path | None, as_json: bool) -> int:
    """Every product that PART (its ref, part number, purl, CPE or name) is in: how deep, in how many pieces, by which shortest way.

    \b
      sekisho bom where-used EX-9 --products build/products --json
    Products in which it may only stand in the place of another part come last and say so. Many parts: --list FILE (columns part and, if known, maker)
    with -o.

    部品がどの製品に使われているかを、深さ・数量・経路とともに示します。
    """
    from .. import wiring

    _check_bulk(listed, output, " ".join(parts))
    if not parts and not listed:
        raise click.UsageError("name a PART, or a --list of them")
    if output:
        wiring.where_used_to(boms, listed, parts, maker, output)
        return 0
    told = wiring.where_used(boms, parts, maker)
    if as_json:
        show_json({"parts": told})
        return 0
    for one in told:
        _show_used(one)
    return 0


def _show_used(told: Mapping[str, Any]) -> None:
    count = len(told["products"])
    words = {"ja": f"製品{count:,}", "en": f"in {count:,} products"} if told["known"] else {"ja": "どの部品表にもない", "en": "named by no bill"}
    click.echo(f"{told['part']}: {words[lang()]}")
    heads = {"ja": ("製品", "ファイル", "深さ", "数量", "経路"), "en": ("product", "file", "depth", "quantity", "way")}[lang()]
    if count:
        _table([heads, *(_used_line(one) for one in told["products"])])


def _used_line(one: Mapping[str, Any]) -> Sequence[str]:
    instead = {"ja": f"({one['alternate_for']}の代替)", "en": f" (may replace {one['alternate_for']})"}[lang()] if one["alternate_for"] else ""
    quantity = one["quantity"] if one["quantity"] is not None else "?"
    return one["product"], one["file"], str(one["depth"]), quantity, " > ".join(one["path"]) + instead


def _check_bulk(listed: Path | None, output: Path | None, named: str) -> None:
    if listed and not output:
        raise click.UsageError("--list needs -o, the CSV to write")
    if listed and named:
        raise click.UsageError("give a --list or name one, not both")


def _table(rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell; a wide character takes two places."""
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        click.echo("  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
