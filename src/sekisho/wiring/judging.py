"""A case from its folder to its papers and its sealed record."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .. import resources
from ..faults import refuse
from .certificates import IssueAsked, certify
from .ledger import checkpoint, verify
from .offices import office
from .records import signing_key_of
from .surroundings import Say, quiet

if TYPE_CHECKING:
    from ..desk.model import Case, Judgement
    from ..desk.office import Asked
    from ..desk.what_if import Tried
    from ..engines.embedded.keys import KeyPair
    from ..ledger.verify import Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A judgement as written: where, the papers by name, the record's size, the key's line, and the certificates."""

    judgement: "Judgement"
    out: Path
    papers: tuple[str, ...]
    entries: int
    key: str
    certificates: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def screen(asked: "Asked") -> "Judgement":
    """Read and screen; no prices are looked at."""
    from ..desk.judge import judge_case

    desk = office()
    return judge_case(desk, desk.cases.read(asked.case), asked, stop_before_prices=True)


def judge(asked: "Asked", *, out: Path | None, signing_key: Path | None = None, say: Say = quiet) -> "tuple[Judgement, Written | None]":
    """Judge a case; with `out`, write its papers and seal its record there."""
    from ..desk.judge import judge_case

    desk = office()
    say("案件を読み込んでいます", "reading the case")
    case = desk.cases.read(asked.case)
    say("確認と評価をしています", "screening and evaluating")
    judgement = judge_case(desk, case, asked)
    if out is None:
        return judgement, None
    return judgement, _write(judgement, case, out, signing_key_of(signing_key, say), say)


def evaluate(asked: "Asked") -> "Judgement":
    """Read, screen where there are lists, evaluate."""
    from ..desk.judge import evaluate_case

    desk = office()
    case = desk.cases.read(asked.case)
    _check_evaluable(case)
    return evaluate_case(desk, case, asked)


def _check_evaluable(case: "Case") -> None:
    """InputRefused where there is nothing to evaluate: no price exists yet, nobody is ranked, or nothing says how."""
    if case.submission.tender.stage == "list":
        raise refuse(
            "tender.yaml",
            "evaluation.list-stage",
            where="tender.stage",
            what=(
                "機器等リストの段階であり、価格がまだ存在しないため、評価するものがない",
                "this is the list stage, before any price; there is nothing to evaluate",
            ),
            remedy=("screen を使う。開札の後に stage: bid とする", "use `screen`; once prices are opened, set stage: bid"),
        )
    if case.submission.tender.shape.discretionary is not None:
        raise refuse(
            "tender.yaml",
            "evaluation.discretionary",
            where="tender.method",
            what=("随意契約は相手方一者と結び、順位を付けない", "a discretionary contract is with one party and ranks nobody"),
            remedy=("judge(判定書まで)か screen を使う", "use `judge` (with papers) or `screen`"),
        )
    if case.terms is None and not case.lot_terms:
        raise refuse(
            "tender.yaml",
            "evaluation.missing",
            where="evaluation",
            what=("評価の定めがない", "the tender does not say how bids are evaluated"),
            remedy=("evaluation: {preset: …} を書く", "add evaluation: {preset: …}"),
        )


def what_if(judgement: "Judgement", assumptions: Sequence[str], *, sensitivity: bool) -> "Tried":
    """Try a judged case with some facts otherwise; nothing is written."""
    from ..desk.what_if import try_out

    return try_out(judgement, assumptions, sensitivity=sensitivity)


def _write(judgement: "Judgement", case: "Case", out: Path, keys: "KeyPair", say: Say) -> Written:
    from ..desk.seal import acts_of, bodies_of
    from ..engines.embedded.disk import BookOnDisk
    from ..papers.render import available_formats, render_papers

    say("判定書を作成しています", "writing the papers")
    papers = render_papers(judgement)
    out.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=out, prefix=".papers-"))
    try:
        for name, octets in papers.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(octets)
        fresh.chmod(0o755)
        say("記録を封緘しています", "sealing the record")
        BookOnDisk(out, keys).append(acts_of(judgement, papers), bodies_of(judgement, case, papers))
        _replace_folder(out / "papers", fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    issued = certify(IssueAsked(record=out / "record"), keys=keys)
    missing = () if "pdf" in available_formats() else ("PDF: pip install 'sekisho[pdf]'",)
    return Written(
        judgement=judgement,
        out=out,
        papers=tuple(papers),
        entries=checkpoint(out)[1]["size"],
        key=keys.key.line,
        certificates=tuple(one.path for one in issued),
        notes=missing,
    )


def _replace_folder(target: Path, fresh: Path) -> None:
    old = target.with_name(".papers-old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


DEMO_PARTS = ("papers", "record", "vault", "certificates", "key.vkey")


def demo(sample: str, out: Path, *, say: Say = quiet) -> tuple[Written, "Verification"]:
    """Judge a sample as of its own date under a key made for the occasion, and verify what was written."""
    from ..desk.judge import judge_case
    from ..desk.office import Asked
    from ..engines.embedded.keys import KeyPair

    folder = resources.sample_folder(sample)
    card = _sample_card(folder)
    _clear_demo(out)
    asked = Asked(case=str(folder / "case"), as_of=date.fromisoformat(card["judged_as_of"]))
    desk = office()
    say("見本の案件を読み込んでいます", "reading the sample tender")
    case = desk.cases.read(asked.case)
    say("確認と評価をしています", "screening and evaluating")
    judgement = judge_case(desk, case, asked)
    written = _write(judgement, case, out, KeyPair.new(f"sekisho/demo-{sample}"), say)
    say("記録を検証しています", "verifying the record")
    answer, _ = verify(out / "record", key=written.key)
    return written, answer


def _sample_card(folder: Path) -> dict[str, str]:
    import yaml

    card: dict[str, str] = yaml.load((folder / "sample.yaml").read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 (strings only)
    return card


def _clear_demo(out: Path) -> None:
    """A demo writes into a new or empty folder, or over an earlier demo; never over anything else."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    checkpoint = out / "record" / "checkpoint"
    if not checkpoint.is_file() or not checkpoint.read_bytes().startswith(b"sekisho/demo-"):
        raise refuse(
            str(out),
            "demo.not-a-demo",
            what=("空でなく、見本の出力でもないフォルダである", "this folder is not empty and holds no earlier demo"),
            remedy=("別の --out を指定する", "name another folder with --out"),
        )
    for part in DEMO_PARTS:
        target = out / part
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
