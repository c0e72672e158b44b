"""papers: the papers of due process, from the notice of criteria to the complaint bundle."""

from collections import Counter
from datetime import date
from pathlib import Path

import click

from ..desk.office import Asked
from ..papers.notices.kinds import KINDS
from . import lang, show_json
from .options import as_of_option, case_argument, json_option, policy_option, register_option


def _say(ja: str, en: str) -> None:
    click.echo(f"… {ja if lang() == 'ja' else en}", err=True)


@click.command(short_help="Write the papers of a case: notice, letters, award, record.")
@case_argument
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="A new folder, or an earlier one of papers.")
@click.option(
    "--lang", "langs", type=click.Choice(["ja", "en"]), multiple=True, help="Language; may be repeated; default that of the machine. / 言語"
)
@click.option("--only", "kinds", type=click.Choice([kind.id for kind in KINDS]), multiple=True, help="Only this kind of paper; may be repeated.")
@click.option("--lot", default="", metavar="ID", help="Of a tender with lots: the papers of this one. / ロット")
@register_option
@policy_option
@as_of_option
@json_option
def papers(
    case: str, output: Path, langs: tuple[str, ...], kinds: tuple[str, ...], lot: str, register: str, policy: str, as_of: date | None, as_json: bool
) -> int:
    """Write the papers of the folder CASE: what the agency publishes, tells each bidder, and keeps.

    \b
    Before the opening (publication.opened_at): criteria, sheets.  After it: results, reasons, award, letters, comparison, record, …
    Folders say who may read: public/ bidders/<bid>/ agency/ protected/; papers.json lists all of them by digest.
    While the award is only proposed, what rests on it is marked as a draft (案).
      sekisho papers my-tender -o my-tender-papers --lang ja
      sekisho papers my-tender -o criteria --only criteria      評価基準書だけを作る
    """
    from ..wiring.paperwork import PapersAsked, write_papers
    from ..wiring.surroundings import quiet

    chosen = tuple(dict.fromkeys(langs)) or (lang(),)
    asked = PapersAsked(
        case=Asked(case=case, register=register, policy=policy, as_of=as_of),
        out=output,
        langs=tuple("ja" if one == "ja" else "en" for one in chosen),
        kinds=kinds,
        lot=lot,
    )
    written = write_papers(asked, say=quiet if as_json else _say)
    told = {
        "out": str(written.out),
        **written.made.index,
        "decided": written.decided,
        "not_yet": [kind.id for kind in written.made.not_yet],
        "notes": [note.as_json() for note in written.notes],
    }
    if as_json:
        show_json(told)
        return 0
    ja = lang() == "ja"
    for kind, count in Counter(Path(name).parts[0] for name in written.made.files if name != "papers.json").items():
        click.echo(f"{written.out / kind}: {count}{'件' if ja else ' file(s)'}")
    for late in written.made.not_yet:
        click.echo(f"{'まだ作成できないもの' if ja else 'cannot be made yet'}: {late.title.pick(lang())} ({late.id})")
    if not written.decided and all(kind.id != "award" for kind in written.made.not_yet):
        click.echo("決定が記録されていないため、「案」と表示しました" if ja else "no decision is on record: what rests on it is marked as a draft")
    if not written.pdf:
        click.echo("PDF: pip install 'sekisho[pdf]'")
    for note in written.notes:
        click.echo(note.pick(lang()))
    return 0
