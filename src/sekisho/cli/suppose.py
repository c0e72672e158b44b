"""whatif: what a designation would reach, before anybody makes it."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..terms import decimal_text
from . import lang, show_json
from .options import as_of_option, json_option, policy_option

if TYPE_CHECKING:
    from ..desk.stock import Consequence
    from ..wiring.supposing import StockAsked

_MOST_TOLD = 20
_STANDINGS = {"contract": ("契約", "contract"), "open": ("審査中", "open"), "lost": ("非落札", "not awarded"), "installed": ("設置済み", "installed")}
_cases = click.argument("cases", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
_estate = click.option(
    "--estate", "estates", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An export of installed devices (see `estate audit`); may be repeated.",
)  # fmt: skip


@click.group("whatif", short_help="What a designation would reach.")
def whatif_group() -> None:
    """Try a designation that nobody has made (仮の指定) on all cases, estates, parts and owners. Nothing is written to any of them.

    \b
      sekisho whatif designate cases/ --maker 例題科技有限公司
      sekisho whatif build cases/ --estate nmap.xml -o stock   keep it all in one file, to ask at once / 一つに編成する
      sekisho whatif designate --stock stock --kind video-surveillance --origin CN
    """


@whatif_group.command("build")
@_cases
@_estate
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@policy_option
@as_of_option
@json_option
def build(cases: tuple[Path, ...], estates: tuple[Path, ...], out: Path, policy: str, as_of: date | None, as_json: bool) -> int:
    """Compile what CASES and estates hold into one file (品目台帳) that `whatif designate --stock` answers from at once."""
    from ..wiring.supposing import build_stock
    from ..wiring.surroundings import quiet
    from .cases import _say

    about = build_stock(_stock_of(cases, estates, None, policy, as_of), out, say=quiet if as_json else _say)
    if as_json:
        show_json(about)
    else:
        told = "{:,} 品目、{:,} の応札・拠点" if lang() == "ja" else "{:,} items in {:,} bids and sites"
        click.echo(f"{out}: {told.format(about['items'], about['holdings'])}")
    return 0


@whatif_group.command("designate")
@_cases
@_estate
@click.option(
    "--stock", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A file of `whatif build`, in place of cases and estates."
)
@click.option("--maker", "names", multiple=True, metavar="NAME", help="The entity, by its names: repeat the option for each.")
@click.option("--owners", "charts", multiple=True, type=click.Path(path_type=Path, exists=True), help="A chart: whom the entity holds is meant too.")
@click.option("--threshold", type=click.FloatRange(0, 100, min_open=True), default=50, show_default=True, help="From which share, in percent.")
@click.option("--kind", default="", metavar="KIND", help="A kind of goods in a policy pack's words, or a group of kinds.")
@click.option("--origin", default="", metavar="COUNTRY", help="A place of production; !JP for any but that.")
@click.option("--model", "product", default="", metavar="MODEL", help="A model or product name.")
@policy_option
@as_of_option
@json_option
def designate(
    cases: tuple[Path, ...], estates: tuple[Path, ...], stock: Path | None, names: tuple[str, ...], charts: tuple[Path, ...], threshold: float,
    kind: str, origin: str, product: str, policy: str, as_of: date | None, as_json: bool,
) -> int:  # fmt: skip
    """Say what a designation would reach in CASES: which items, bids, contracts and sites, and how much money.

    \b
    What is given must be met together. A name is met as in screening: by likeness and across scripts, surely or possibly. A fact that is not
    known (a kind, a place of production) may be the one that is meant, and counts as possibly.
      sekisho whatif designate cases/ --maker 例題科技有限公司 --maker Reidai --owners chart.csv --json
    """
    from ..wiring.supposing import DesignationAsked
    from ..wiring.supposing import designate as supposed
    from ..wiring.surroundings import quiet
    from .cases import _say

    if charts and not names:
        raise click.UsageError("--owners tells whom an entity holds: name it with --maker")
    asked = DesignationAsked(names=names, kind=kind, origin=origin, product=product, charts=charts, threshold=Fraction(str(threshold)))
    try:
        found = supposed(_stock_of(cases, estates, stock, policy, as_of), asked, say=quiet if as_json else _say)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        from ..desk.stock_json import consequence_json

        show_json(consequence_json(found))
    else:
        _tell(found, ja=lang() == "ja")
    return 0


def _stock_of(cases: tuple[Path, ...], estates: tuple[Path, ...], stock: Path | None, policy: str, as_of: date | None) -> "StockAsked":
    from ..wiring.supposing import StockAsked

    if stock is None and not cases and not estates:
        raise click.UsageError("name case folders, --estate exports or a --stock file")
    if stock is not None and (cases or estates):
        raise click.UsageError("a --stock file is asked alone")
    return StockAsked(cases=cases, estates=estates, stock=stock, policy=policy, as_of=as_of)


def _tell(found: "Consequence", *, ja: bool) -> None:
    click.echo(
        f"全{found.total:,}品目のうち、該当 {found.surely:,}、該当しうる {found.possibly:,}"
        if ja
        else f"{found.total:,} items in all: {found.surely:,} surely reached, {found.possibly:,} possibly"
    )
    for met in found.met[:_MOST_TOLD]:
        click.echo(f"  {met.party.name} [{met.relation}] {met.items:,}")
    for one in found.at_stake[:_MOST_TOLD]:
        held = one.holding
        where = " ".join(part for part in (held.agency, held.case, held.bid, held.site) if part) or "-"
        money = f" {held.currency} {decimal_text(held.amount)}" if held.amount is not None else ""
        click.echo(f"  {where} ({_STANDINGS[held.standing][0 if ja else 1]}{money}): {one.items:,} + {one.possibly:,}")
    if len(found.at_stake) > _MOST_TOLD:
        click.echo(f"  … {len(found.at_stake) - _MOST_TOLD:,}")
    for currency, sums in sorted(found.money().items()):
        told = ", ".join(f"{_STANDINGS[standing][0 if ja else 1]} {decimal_text(amount)}" for standing, amount in sorted(sums.items()))
        click.echo(f"{currency}: {told}")
