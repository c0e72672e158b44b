"""advice request, answer, import: what an entity asks the centre, and what the centre says, exchanged as sealed and signed files."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from . import lang, show_json
from .options import DAY, json_option

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NEW = click.Path(path_type=Path, dir_okay=False)
CASE = click.Path(path_type=Path, exists=True, file_okay=False)
key_option = click.option("--signing-key", type=FILE, default=None, help="Your node's key; default this machine's own.")
sealing_option = click.option("--sealing-key", type=FILE, default=None, help="The key that opens what is sealed to you; default this machine's own.")


@click.group("advice", short_help="Ask the centre, answer, take the answer in.")
def advice() -> None:
    """Advice between entities, which hold the public layer of the register alone, and the centre, which holds all of it.

    \b
    Packages are files, for closed networks: signed by their node, sealed to the other one (in the format of age).
      sekisho advice request CASE -o request.age --reason 更改の調達     at the entity
      sekisho advice answer request.age --register REGISTER --by 助言担当課長 -o answer.age     at the centre
      sekisho advice import answer.age --case CASE     at the entity
    """


@advice.command("request", short_help="Ask the centre about a case.")
@click.argument("case", type=CASE)
@click.option("-o", "--out", type=NEW, required=True, help="The request to write; with --form an XLSX to print and fill in.")
@click.option("--reason", required=True, help="Why you ask: the purpose that the look-up is recorded with.")
@click.option("--wanted-by", type=DAY, default=None, help="By when you want the answer; default in 30 days.")
@click.option("--kind", "kinds", multiple=True, help="Ask about the lines of this kind alone, all of them; default every line.")
@click.option("--form", is_flag=True, help="Write a form for a centre without this software.")
@key_option
@json_option
def request(
    case: Path, out: Path, reason: str, wanted_by: date | None, kinds: tuple[str, ...], form: bool, signing_key: Path | None, as_json: bool
) -> int:
    """Write a request about the folder CASE: a question for every product and every party of every bid, whether or not anything was found.

    \b
    No bid, price, finding or verdict is in it. The case keeps the request as you signed it (CASE/advice/).
    """
    from ..wiring.advising import RequestAsked, request_advice

    shown = request_advice(RequestAsked(case=case, out=out, reason=reason, wanted_by=wanted_by, kinds=kinds, signing_key=signing_key, form=form))
    if as_json:
        show_json(shown)
    else:
        word = {"ja": "問", "en": "questions"}[lang()]
        click.echo(f"{shown['out']}: {shown['questions']} {word}, {shown['request']}")
    return 0


@advice.command("answer", short_help="Answer requests at the centre.")
@click.argument("requests", nargs=-1, required=True, type=FILE)
@click.option("--register", type=click.Path(path_type=Path, exists=True), required=True, help="The whole register: an edition or a shelf.")
@click.option("--by", "given_by", required=True, help="The role that gives the advice.")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The answer to write; a folder for several requests.")
@click.option("--as-of", type=DAY, default=None, help="The day of the answer; default today.")
@click.option("--decisions", type=FILE, default=None, help="What you say to single questions yourself (YAML).")
@click.option(
    "--book", type=click.Path(path_type=Path, file_okay=False), default=None, help="The book of requests; default SEKISHO_HOME/advice-book."
)
@click.option("--canaries", type=FILE, default=None, help="Ids of canary entries, one a line; default SEKISHO_HOME/canaries.txt.")
@click.option("--limits", type=FILE, default=None, help="Your own budgets (YAML); default those of the package.")
@key_option
@sealing_option
@json_option
def answer(requests: tuple[Path, ...], out: Path, as_json: bool, **given: Any) -> int:
    """Answer REQUESTS by the whole register, sealed to whoever asked. Exits 1 where the keeper should look: a canary was met, another entity was told
    otherwise, or a request was refused for its budget.

    \b
    Advice that was given before on the same product and purpose is given again until it expires, unless the register says something graver now.
    The grounds are shown here and kept in the book; the answer holds one of three words for each question and nothing of the register.
    """
    from ..wiring.answering import AnswerAsked, answer_requests

    shown = answer_requests(AnswerAsked(requests=requests, out=out, **given))
    alarmed = any(one["alarms"] for one in shown)
    if as_json:
        show_json({"answers": shown})
        return 1 if alarmed else 0
    for one in shown:
        said = [given["advice"] for given in one["given"]]
        counts = ", ".join(f"{word} {said.count(word)}" for word in ("concern", "more-information", "no-concern"))
        click.echo(f"{one['request']} {one['from']}: {counts if one['answered'] else 'refused / 回答していない'}")
        for alarm in one["alarms"]:
            click.echo(f"  ! {alarm['kind']}: {alarm['detail']}")
    return 1 if alarmed else 0


@advice.command("import", short_help="Take the centre's answer into a case.")
@click.argument("file", type=FILE)
@click.option("--case", type=CASE, required=True, help="The case that asked.")
@click.option("--transcribed-by", default="", help="For a form that the centre filled in: your role, who reads it in.")
@click.option("--reference", default="", help="With it: the centre's letter that the form came with.")
@key_option
@sealing_option
@json_option
def take_in(file: Path, case: Path, transcribed_by: str, reference: str, signing_key: Path | None, sealing_key: Path | None, as_json: bool) -> int:
    """Take the answer in FILE into the case: the centre's signature and the request that it answers are verified now, and at every judging.

    \b
      sekisho advice import answer.age --case CASE
      sekisho advice import form.xlsx --case CASE --transcribed-by 契約担当官 --reference 助言第12号
    """
    from ..wiring.advising import import_answer, import_form

    if bool(transcribed_by) != bool(reference):
        raise click.UsageError("--transcribed-by and --reference go together")
    if transcribed_by:
        shown = import_form(file, case, transcribed_by=transcribed_by, reference=reference, signing_key=signing_key)
    else:
        shown = import_answer(file, case, sealing_key=sealing_key)
    if as_json:
        show_json(shown)
    else:
        click.echo(f"{shown['from']} {shown['answered_at']}: " + ", ".join(f"{word} {count}" for word, count in shown["advice"].items()))
    return 0
