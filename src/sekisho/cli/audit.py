"""audit: is like judged alike?"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import lang, show_json
from .options import as_of_option, json_option, policy_option, register_option

if TYPE_CHECKING:
    from ..desk.neutrality import NeutralityAudit, Unlike

_WEIGHTS = {
    "breach": ("違反", "BREACH"),
    "unverifiable": ("確かめられない", "CANNOT BE SHOWN"),
    "explained": ("事実の違いによる", "explained"),
}

_SUMS = (
    "案件 {}、行 {}、複数の行に現れる製品 {}、判定のやり直し {}、除外 {}",
    "{} case(s), {} lines, {} products on several lines, judged again {} times, {} exclusion(s)",
)


@click.group("audit", short_help="Audit how cases were judged.")
def audit_group() -> None:
    """Audits of our own judging (公平性の監査).

    \b
      sekisho audit neutrality CASE...    like is judged alike, and by the notice alone / 同じものは同じに
    """


@audit_group.command("neutrality")
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@register_option
@policy_option
@as_of_option
@json_option
def neutrality(cases: tuple[Path, ...], register: str, policy: str, as_of: date | None, as_json: bool) -> int:
    """Audit the folders CASES, of one entity or of many, for neutrality (WTO GPA IV:1, VIII, X:7, XV:5).

    \b
    1. The same product, purpose and role has the same verdict in every bid, case and entity.
    2. The order of bids and lines, what bids and bidders are called, and what no criterion of the notice uses change nothing.
    3. Every exclusion leads back to a criterion that was in the notice.
    Exits 0 where nothing is found but differences that a fact explains (another edition, date, policy, kind, bill of materials ...), 1 otherwise.
      sekisho audit neutrality cases/2026-* --register editions/2026-04 --json
    """
    from ..wiring.auditing import audit_neutrality
    from ..wiring.surroundings import quiet
    from .cases import _say

    found = audit_neutrality(cases, register=register, policy=policy, as_of=as_of, say=quiet if as_json else _say)
    if as_json:
        show_json(found.as_json())
    else:
        _tell(found)
    return 0 if found.is_neutral else 1


def _tell(found: "NeutralityAudit") -> None:
    ja, counted = lang() == "ja", found.counted
    sums = (len(found.cases), counted.lines, counted.products, counted.reruns, counted.exclusions)
    click.echo((_SUMS[0] if ja else _SUMS[1]).format(*sums))
    for one in found.findings:
        _tell_one(one, ja=ja)
    if found.is_neutral:
        click.echo("公平でない取扱いは見つからなかった(確認した範囲)。" if ja else "Nothing was judged unlike its like, within what was examined.")


def _tell_one(one: "Unlike", *, ja: bool) -> None:
    click.echo(f"{_WEIGHTS[one.weight][0 if ja else 1]}: {one.because.ja if ja else one.because.en}")
    for place in one.evidence:
        where = " ".join(part for part in (place.case, place.bid, f"#{place.line}" if place.line else "") if part)
        click.echo(f"    {where}: {place.said}" if place.said else f"    {where}")
