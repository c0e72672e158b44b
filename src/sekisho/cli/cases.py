"""demo, judge, screen, evaluate: the officer's verbs on a case folder."""

from datetime import date
from pathlib import Path

import click

from ..desk.as_json import screening_json
from ..desk.evaluated_json import evaluated_json
from ..desk.office import Asked
from . import lang, show_json, telling
from .options import as_of_option, case_argument, json_option, policy_option, register_option


def _say(ja: str, en: str) -> None:
    click.echo(f"… {ja if lang() == 'ja' else en}", err=True)


@click.command(short_help="Judge a sample tender and verify its record.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("sekisho-demo"), show_default=True, help="Where to write.")
@click.option("--sample", type=click.Choice(["jp", "889"]), default="jp", show_default=True, help="A ministry's LAN renewal, or a US one.")
@json_option
def demo(out: Path, sample: str, as_json: bool) -> int:
    """Carry a sample tender through the whole checkpoint, from its lists to a verified record.

    \b
    Everything designated in the jp sample is fictitious. It is judged as of its own date, so it never goes stale.
      sekisho demo --out demo
      sekisho verify demo/record --key demo/key.vkey
    """
    from .. import wiring

    written, answer = wiring.demo(sample, out, say=_say)
    if as_json:
        show_json(telling.judgement_json(written.judgement))
    else:
        telling.tell_judgement(written.judgement, lang(), most=2)
        telling.tell_written(written, lang(), verified=answer.holds)
    return 0 if answer.holds else 4


@click.command(short_help="Screen, evaluate, write the papers, seal the record.")
@case_argument
@register_option
@policy_option
@as_of_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=None, help="Write papers, record and vault here.")
@click.option("--signing-key", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The log's key; default this machine's own.")
@json_option
def judge(case: str, register: str, policy: str, as_of: date | None, out: Path | None, signing_key: Path | None, as_json: bool) -> int:
    """Judge the tender in the folder CASE: screen every bid, evaluate, propose an award; with --out, write the papers and seal the record.

    \b
    Exits 0 where every bid is clear, 1 with findings, 2 on bad input, 3 without a fresh and whole register.
      sekisho judge my-tender --register editions/2026-04 --out my-tender/judgement
    """
    from .. import wiring

    asked = Asked(case=case, register=register, policy=policy, as_of=as_of)
    judgement, written = wiring.judge(asked, out=out, signing_key=signing_key, say=wiring.quiet if as_json else _say)
    if as_json:
        show_json(telling.judgement_json(judgement))
    else:
        telling.tell_judgement(judgement, lang())
        if written is not None:
            telling.tell_written(written, lang())
    return telling.exit_code(judgement)


@click.command(short_help="Screen the equipment lists of a case.")
@case_argument
@register_option
@policy_option
@as_of_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=None, help="Write screening.json here.")
@json_option
def screen(case: str, register: str, policy: str, as_of: date | None, out: Path | None, as_json: bool) -> int:
    """Screen every bid of the folder CASE; no price is needed or looked at.

    \b
    Works weeks before prices exist: set stage: list in tender.yaml.
      sekisho screen my-tender --register editions/2026-04 --json
    """
    from .. import wiring

    judgement = wiring.screen(Asked(case=case, register=register, policy=policy, as_of=as_of))
    if judgement.screening is None:
        raise click.UsageError("policy: none is set in tender.yaml, so there is nothing to screen by (remove it, or name a pack)")
    shown = screening_json(judgement.screening)
    if out is not None:
        wiring.write_json(out / "screening.json", shown)
    if as_json:
        show_json(shown)
    else:
        telling.tell_screening(judgement, lang())
    return telling.exit_code(judgement)


@click.command(short_help="Evaluate the bids as the notice said.")
@case_argument
@register_option
@policy_option
@as_of_option
@click.option("--what-if", "assumptions", multiple=True, metavar="FACT=VALUE", help="Try the evaluation with one fact otherwise; may be repeated.")
@click.option("--sensitivity", is_flag=True, help="Say at which prices, scores, weights and single marks another bid would win.")
@json_option
def evaluate(case: str, register: str, policy: str, as_of: date | None, assumptions: tuple[str, ...], sensitivity: bool, as_json: bool) -> int:
    """Evaluate the bids of the folder CASE exactly as the notice said (it screens first where lists are there and a policy applies).

    \b
    Exits 0 with a winner, 1 with none; assumptions change neither that nor any record.
      sekisho evaluate my-tender --what-if B.price=650 --what-if A.verdict=clear
      of a lot:    the same with its id first, as in L1:B.price=650
      of a bid:    BID.price, BID.technical, BID.verdict, BID.mandatory, BID.mark[EVALUATOR,ITEM]
      of a notice: price_points, technical_points, base_points, minimum_score
    """
    from .. import wiring

    judgement = wiring.evaluate(Asked(case=case, register=register, policy=policy, as_of=as_of))
    if judgement.evaluation is None and not judgement.lots:
        raise click.UsageError("the case does not say how bids are evaluated")
    try:
        tried = wiring.what_if(judgement, assumptions, sensitivity=sensitivity)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        show_json(evaluated_json(judgement) | tried.as_json())
    else:
        telling.tell_rankings(judgement, lang())
        telling.tell_what_if(tried, lang())
    stale = judgement.screening is not None and judgement.screening.stale
    return 3 if stale else 0 if telling.has_winner(judgement) else 1
