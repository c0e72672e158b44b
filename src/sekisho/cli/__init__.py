"""The command line: one file a command group, each verb one call through `wiring`. Commands are imported when they are called."""

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from .. import __version__
from ..faults import Fault, InputRefused, RegisterRefused, SekishoError

COMMANDS = {
    "demo": ("cases", "demo"),
    "judge": ("cases", "judge"),
    "screen": ("cases", "screen"),
    "evaluate": ("cases", "evaluate"),
    "criteria": ("criteria", "criteria_group"),
    "questions": ("questions", "questions"),
    "alerts": ("alerts", "alerts"),
    "sealed": ("sealed", "sealed_group"),
    "clocks": ("clocks", "clocks"),
    "papers": ("papers", "papers"),
    "reporting": ("reporting", "reporting"),
    "verify": ("record", "verify"),
    "certificate": ("certificates", "certificate_group"),
    "replay": ("replay", "replay"),
    "keys": ("record", "keys"),
    "ledger": ("ledger", "ledger_group"),
    "register": ("register", "register"),
    "advice": ("advice", "advice"),
    "policy": ("policy", "policy"),
    "owners": ("owners", "owners"),
    "chart": ("charts", "chart_group"),
    "bom": ("boms", "bom_group"),
    "compare": ("names", "compare"),
    "match": ("names", "match"),
    "identify": ("marks", "identify"),
    "estate": ("estate", "estate"),
    "list": ("lists", "list_group"),
    "export": ("exports", "export"),
    "rakusatsu": ("exports", "rakusatsu"),
    "audit": ("audit", "audit_group"),
    "rescreen": ("changes", "rescreen"),
    "whatif": ("suppose", "whatif_group"),
}
BRIEF = {
    "demo": "Judge a sample tender and verify its record. / 見本の案件を判定する",
    "judge": "Screen, evaluate, write the papers, seal the record. / 判定書と記録まで",
    "screen": "Screen the equipment lists of a case. / 機器等リストを確認する",
    "evaluate": "Evaluate the bids as the notice said. / 総合評価を行う",
    "criteria": "Criteria of a notice, and evaluators' sheets. / 評価項目と採点表",
    "questions": "Letters of questions, and forms for answers. / 照会書と回答書を作る",
    "alerts": "Decisions on alerts, signed by two. / 要確認の表示に対する決定",
    "sealed": "Files from a maker that only the agency can read. / 封緘した資料",
    "clocks": "The deadlines of a case. / 期限を示す",
    "papers": "Notice, letters, award, decision record. / 評価基準書から通知書・公示まで",
    "reporting": "Reports of what was identified (889). / 特定した機器の報告",
    "verify": "Verify a record or a certificate offline. / 記録・確認証を検証する",
    "replay": "Judge again what a record sealed; why today differs. / 再現する",
    "certificate": "Issue, show, redact and verify certificates. / 確認証",
    "keys": "Make signing keys. / 署名鍵を作る",
    "ledger": "A log that only grows, and proofs out of it. / 追記だけの記録簿と証明",
    "register": "Build, show and compare register editions. / 登録簿の版",
    "advice": "Ask the centre, answer, take the answer in. / 助言機関への照会と回答",
    "policy": "List and show policy packs. / 調達方針",
    "owners": "Who owns an entity, as of a date. / 資本関係をたどる",
    "chart": "Compile ownership charts of any size. / 資本関係図を編成する",
    "bom": "What is inside products, and where a part is used. / 部品表をたどる",
    "compare": "Are the names of each pair one company? / 名称の組を比べる",
    "match": "Which names of a list are in a register? / 名称の一覧を登録簿と照合する",
    "identify": "Who made a device, by the marks it shows. / 識別情報から製造業者を調べる",
    "estate": "Audit what is already installed. / 設置済み機器を監査する",
    "list": "Blank form, check and column map of equipment lists. / 機器等リストの様式と点検",
    "export": "Publish a case as OCDS, GIF or 落札実績. / 公表の様式で書き出す",
    "rakusatsu": "Check a file of awards. / 落札実績を点検する",
    "audit": "Was like judged alike? / 公平性を監査する",
    "rescreen": "What a new edition does to cases. / 登録簿の改版が及ぼすこと",
    "whatif": "What a designation would reach. / 仮の指定が及ぶところ",
}
EPILOG = """\b
Start here / はじめに:
  sekisho demo --out demo        a whole tender in a few seconds / 見本で一通り
  sekisho list form -o list.xlsx the blank list for bidders / 応札者に渡す様式
  sekisho judge CASE --out DIR   your own tender / 自分の案件
\b
Exit codes: 0 clear, 1 findings, 2 usage or bad input, 3 register stale or refused, 4 our fault.
"""


class Commands(click.Group):
    """Knows every command by name and imports it when it is asked for, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found: click.Command = getattr(importlib.import_module(f".{module}", __name__), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, BRIEF[name]) for name in COMMANDS])


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="sekisho")
def cli() -> None:
    """Sekisho (関所): the checkpoint that a government's ICT purchases pass.

    Takes a tender, its bidders' equipment lists, bills of materials and ownership charts, and a register of restricted entities; says of
    every item whether a concern was found, may exist, or was not found within what was examined; evaluates the bids; writes the papers; keeps a
    record that anyone can verify. It advises; a person decides and signs.
    """


def lang() -> str:
    """The language of messages: `SEKISHO_LANG`, else Japanese where the locale is, else English."""
    wanted = os.environ.get("SEKISHO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ja" if wanted.lower().startswith("ja") else "en"


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; a user never sees a traceback."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        answer = cli.main(args=list(arguments), prog_name="sekisho", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        click.echo("aborted / 中断しました", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except (InputRefused, RegisterRefused) as error:
        return _refused(error.faults, error.exit_code, as_json="--json" in arguments)
    except SekishoError as error:
        click.echo(f"sekisho: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last wall: our fault, said so, without a traceback
        return _ours(error)
    return answer if isinstance(answer, int) else 0


def _refused(faults: Sequence[Fault], code: int, *, as_json: bool) -> int:
    stops = [one for one in faults if not one.warning]
    if as_json:
        click.echo(json.dumps({"faults": [one.as_json() for one in faults]}, ensure_ascii=False, indent=2))
    head = {"ja": f"入力に{len(stops)}件の誤りがあり、何も書き出していません。", "en": f"{len(stops)} fault(s) in the input; nothing was written."}
    click.echo(head[lang()], err=True)
    for one in faults:
        click.echo(f"  {'warning: ' if one.warning else ''}{one.line(lang())}", err=True)
    return code


def _ours(error: Exception) -> int:
    if os.environ.get("SEKISHO_DEBUG"):
        raise error
    click.echo(
        f"sekisho: 内部の誤りで止まりました(入力のせいではありません): {error!s:.200}\n"
        f"sekisho: stopped by a fault of ours, not of your input. Set SEKISHO_DEBUG=1 to see it whole.",
        err=True,
    )
    return 4


def show_json(value: Any) -> None:
    """Print JSON, readable, with Japanese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
