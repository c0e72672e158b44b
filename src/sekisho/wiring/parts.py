"""What is inside: bills of materials compiled, exploded, and where a part is used."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .surroundings import Say, quiet


def build_products(boms: Sequence[Path], out: Path, *, say: Say = quiet, progress: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Compile bills of materials into one file of products; what it holds, as JSON."""
    from ..engines.embedded.walks.part_reading import build_products as build

    return build(boms, out, say=say, progress=progress)


def list_products(boms: Sequence[Path]) -> list[dict[str, Any]]:
    """The products of bills or of a compiled file, with how many of their parts name a maker."""
    from ..engines.embedded.walks.part_verbs import opened, products_told

    return products_told(opened(boms))


def explode(boms: Sequence[Path], product: str) -> dict[str, Any]:
    """What is inside a product ("" for the only one), as JSON."""
    from ..engines.embedded.walks.part_verbs import exploded, opened

    return exploded(opened(boms), product)


def explode_to(boms: Sequence[Path], listed: Path | None, product: str, out: Path) -> None:
    """What is inside products, those of a list or one, as CSV."""
    from ..engines.embedded.walks.part_verbs import asked_products, exploded_rows, opened
    from ..feeds.csv_out import write_csv

    write_csv(out, exploded_rows(opened(boms), asked_products(listed) if listed else [product]))


def where_used(boms: Sequence[Path], parts: Sequence[str], maker: str) -> list[dict[str, Any]]:
    """The products that each part is in, as JSON."""
    from ..engines.embedded.walks.part_verbs import PartAsked, opened
    from ..engines.embedded.walks.part_verbs import where_used as used

    products = opened(boms)
    return [used(products, PartAsked(part=part, maker=maker)) for part in parts]


def where_used_to(boms: Sequence[Path], listed: Path | None, parts: Sequence[str], maker: str, out: Path) -> None:
    """The products that parts are in, those of a list or the ones named, as CSV."""
    from ..engines.embedded.walks.part_verbs import PartAsked, asked_parts, opened, used_rows
    from ..feeds.csv_out import write_csv

    asked = asked_parts(listed) if listed else [PartAsked(part=part, maker=maker) for part in parts]
    write_csv(out, used_rows(opened(boms), asked))
