"""alerts list, propose, approve: decisions on alerts, by two people."""

from datetime import date
from pathlib import Path

import click

from ..desk.alerts import AlertBook, State, book_of_alerts_json
from ..desk.office import Asked
from ..names.spoofing import shown
from ..screening.alert_reasons import reasons
from ..screening.alerts import CheckedNote
from . import lang, show_json
from .options import DAY, as_of_option, case_argument, json_option, policy_option, register_option

STATES: dict[State, dict[str, str]] = {
    "open": {"ja": "未決", "en": "open"},
    "proposed": {"ja": "提案中", "en": "proposed"},
    "settled": {"ja": "決定済", "en": "settled"},
    "reopened": {"ja": "再開", "en": "reopened"},
    "expired": {"ja": "失効", "en": "expired"},
    "gone": {"ja": "現在は該当なし(未決)", "en": "gone, not closed"},
    "closed": {"ja": "終了", "en": "closed"},
}
key_option = click.option("--signing-key", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Your own key; there is no default.")


@click.group(short_help="Decisions on alerts, signed by two.")
def alerts() -> None:
    """Decide on alerts: a subject that met an entry of the register. One person proposes, another approves; both sign with keys of the keyring.

    \b
    A decision is bound to the facts it was made on, ends after at most 365 days, and an alert reopens when any material fact changes.
      sekisho alerts list my-tender
      sekisho alerts propose my-tender ID --reason not-the-same-entity --fact … --signing-key me.skey
      sekisho alerts approve my-tender my-tender/alerts/ID-1.note --signing-key other.skey
    """


@alerts.command("list")
@case_argument
@register_option
@policy_option
@as_of_option
@click.option("--keep", is_flag=True, help="Write new alerts into the case's book (alerts/raised.json), so that none is lost by a later list.")
@json_option
def list_(case: str, register: str, policy: str, as_of: date | None, keep: bool, as_json: bool) -> int:
    """List the alerts of the folder CASE: what each is bound to, which reasons it takes, what was decided and why it is open again.

    Exits 0 where none is open, 1 where some are. 未決の表示があれば1を返します。
    """
    from ..wiring import alerts as wired

    book = wired.alerts(Asked(case=case, register=register, policy=policy, as_of=as_of), keep=keep)
    told = book_of_alerts_json(book)
    if as_json:
        show_json(told)
    else:
        _tell(book)
    return 1 if told["open"] else 0


@alerts.command("propose")
@case_argument
@click.argument("alert")
@register_option
@policy_option
@as_of_option
@click.option("--reason", required=True, metavar="REASON", help="One of the closed set (docs/reference/alerts.md).")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact that the reason needs; may be repeated.")
@click.option("--by", required=True, help="The role that proposes, not a person's name.")
@click.option("--authority", required=True, help="On what authority.")
@click.option("--because", required=True, help="Why, in a sentence.")
@click.option("--until", type=DAY, default=None, help="The last day it holds; at most 365 days from now, which is the default.")
@key_option
@json_option
def propose(
    case: str, alert: str, register: str, policy: str, as_of: date | None, reason: str, facts: tuple[str, ...], by: str, authority: str,
    because: str, until: date | None, signing_key: Path, as_json: bool,
) -> int:  # fmt: skip
    """Propose a decision on ALERT (an id of `alerts list`). It settles nothing until another person approves it.

    別の者が承認するまで、何も変わりません。
    """
    from ..wiring import alerts as wired

    stray = [one for one in facts if "=" not in one]
    if stray:
        raise click.UsageError(f"--fact is NAME=VALUE, not {stray[0]}")
    given = {name.strip(): value.strip() for name, _, value in (one.partition("=") for one in facts)}
    asked = wired.ProposalAsked(
        case=Asked(case=case, register=register, policy=policy, as_of=as_of),
        alert=alert, reason=reason, facts=given, by=by, authority=authority, because=because, until=until, signing_key=signing_key,
    )  # fmt: skip
    return _told(*wired.propose(asked), as_json)


@alerts.command("approve")
@case_argument
@click.argument("note", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@register_option
@policy_option
@as_of_option
@key_option
@json_option
def approve(case: str, note: Path, register: str, policy: str, as_of: date | None, signing_key: Path, as_json: bool) -> int:
    """Approve the proposal NOTE of CASE. Refused for whoever proposed it, and where any material fact has changed since.

    提案した者は承認できません。
    """
    from ..wiring import alerts as wired

    return _told(*wired.approve(Asked(case=case, register=register, policy=policy, as_of=as_of), note, signing_key), as_json)


def _told(path: Path, checked: CheckedNote, as_json: bool) -> int:
    decided = checked.decision
    if as_json:
        show_json(
            {"note": str(path), "state": checked.state, "alert": decided.alert, "reason": decided.reason, "verdict": decided.verdict.word,
             "signed_by": list(checked.holders), "until": decided.until.isoformat()}
        )  # fmt: skip
    else:
        click.echo(shown(f"{path}: {checked.state}, {decided.reason} → {decided.verdict.word}, {', '.join(checked.holders)}, {decided.until}"))
    return 0


def _tell(book: AlertBook) -> None:
    language = lang()
    for one in book.alerts:
        click.echo(shown(f"{STATES[one.state][language]}  {one.raised.bid} {one.raised.rule}  [{one.raised.alert}]"))
        click.echo(shown(f"    {one.raised.ja if language == 'ja' else one.raised.en}"))
        for each in one.related:
            found = each.checked.decision
            parts = f" ({', '.join(each.changed)})" if each.changed else ""
            title = reasons().by_id[found.reason].title.pick(language)
            click.echo(shown(f"    {each.checked.state}{parts}: {title} → {found.verdict.word}, {', '.join(each.checked.holders)}, {found.until}"))
    for note in book.unsound:
        click.echo(shown(f"! {note.note.file}: {', '.join(note.decision.unsound()) or 'case'}"), err=True)
