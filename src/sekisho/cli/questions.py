"""questions: the letters of a round, one a bidder, with the form for its answers."""

from datetime import date
from pathlib import Path

import click

from ..desk.ask import letter_json
from ..desk.office import Asked
from ..names.spoofing import shown
from . import lang, show_json
from .options import as_of_option, case_argument, json_option, policy_option, register_option


@click.command(short_help="Letters of questions to the bidders, and the form for their answers.")
@case_argument
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Write letters and forms here, a folder a bid.")
@click.option("--bid", default="", metavar="ID", help="This bidder's letter alone.")
@click.option("--round", "round_id", default="", metavar="ID", help="The round of tender.rounds; default the last one.")
@click.option("--lang", "language", type=click.Choice(["ja", "en"]), help="Language; default that of the machine. / 言語")
@register_option
@policy_option
@as_of_option
@json_option
def questions(
    case: str,
    output: Path | None,
    bid: str,
    round_id: str,
    language: str | None,
    register: str,
    policy: str,
    as_of: date | None,
    as_json: bool,
) -> int:
    """Write to every bidder of the folder CASE: one letter with the questions that its findings leave, and a form for its answers (照会書・回答書).

    \b
    Every bidder gets a letter with the same last day, also one without questions. No letter says what was found, or of whom.
    Set the round first, in tender.yaml:  rounds: [{id: "1", opened_at: 2026-04-10, due: 2026-04-24}]
      sekisho questions my-tender -o letters --lang ja
    A filled-in form goes into the bid's folder, named in bid.yaml:  answers: {"1": answers-1.ja.xlsx}
    The next `sekisho screen` reads it, with every mistake at once. Without -o the letters are shown and nothing is written.
    """
    from ..wiring.rounds import ask_bidders, letter_texts, write_letters

    asking = ask_bidders(Asked(case=case, register=register, policy=policy, as_of=as_of), round_id=round_id, bid=bid)
    chosen = "ja" if (language or lang()) == "ja" else "en"
    written = write_letters(asking, output, "ja" if chosen == "ja" else "en") if output else []
    if as_json:
        show_json({
            "case": asking.judgement.submission.tender.id,
            "round": asking.round.id if asking.round else None,
            "letters": [letter_json(letter) for letter in asking.letters],
            "written": [str(path) for path in written],
        })  # fmt: skip
        return 0
    for path in written:
        click.echo(str(path))
    if output is None:
        for _, text in letter_texts(asking, "ja" if chosen == "ja" else "en"):
            click.echo(shown(text))
    if asking.round is None:
        hint = {
            "ja": "回(tender.rounds)が定められていないため、期限のない照会書です。",
            "en": "The tender names no round (tender.rounds), so the letters have no last day.",
        }
        click.echo(hint["ja" if lang() == "ja" else "en"], err=True)
    return 0
