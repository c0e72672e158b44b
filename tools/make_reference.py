"""Regenerate the parts of the documentation that are made from data or code (`make docs`).

A part stands in its page between `<!-- from data: NAME -->` and `<!-- end of data -->`; everything else in a page is written by people. `--check`
writes nothing and fails where a part is out of date; `tests/unit/docs/test_docs.py` asks the same.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from io import StringIO
from pathlib import Path
from typing import Any

import click
from reference_faults import family_tables

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
WIDTH = 110
_PART = re.compile(r"(<!-- from data: (?P<name>[a-z0-9-]+) -->\n).*?(<!-- end of data -->)", re.DOTALL)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars and line breaks in cells are made harmless."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(_cell(one) for one in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in str(text))
    return " ".join(shown.split()).replace("|", "\\|").replace("<", "&lt;")


def verbs() -> dict[str, click.Command]:
    """Every verb of the command line by its words: `judge`, `register build`, …"""
    from sekisho.cli import COMMANDS, cli

    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        if command is None:
            raise SystemExit(f"the command {name} cannot be imported")
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {sub}": command.commands[sub] for sub in sorted(command.commands)}
    return found


def commands_part() -> str:
    """Each verb with its help, as the terminal shows it."""
    from sekisho.cli import cli

    parts = []
    above = cli.make_context("sekisho", [], resilient_parsing=True)
    for name, command in verbs().items():
        context = click.Context(command, parent=above, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
        parts.append(f"### `sekisho {name}`\n\n```text\n{command.get_help(context).rstrip()}\n```")
    return "\n\n".join(parts)


def mark_tables_part() -> str:
    """Where tables of marks are found."""
    from sekisho.feeds.tables.places import PATH
    from sekisho.resources import read_yaml

    rows = [
        [f"`{row['kind']}`", row.get("package") or f"`{row['path']}`", row["form"], row.get("licence") or f"Debian package {row['debian']}"]
        for row in read_yaml(PATH)
    ]
    return table(["kind", "package or file", "form", "licence or source"], rows)


def mark_weights_part() -> str:
    """What each family of marks is a witness of, and what each table's word on it weighs."""
    from sekisho.marks.rules import PATH
    from sekisho.resources import read_yaml

    rules = read_yaml(PATH)
    rows = []
    for row in rules["weights"]:
        family = rules["families"][row["family"]]
        stands = "yes" if family["alone"] == "yes" else "no: supports others"
        rows.append([f"`{row['family']}`", f"`{row['table']}`", row["weight"], family["witness"], family["about"], stands, row["because"]])
    return table(["family", "table", "weight", "witness", "about", "stands alone", "because"], rows)


def observed_part() -> str:
    """The observed table."""
    from sekisho.marks.observed import PATH
    from sekisho.resources import read_yaml

    held = read_yaml(PATH)
    rows = []
    for kind in ("numbers", "paths", "words", "parts"):
        for row in held[kind]:
            source = held["sources"][row["source"]]
            said = f"{source['name']}, {source['dated']}{'; **unverified**' if row.get('verified') == 'no' else ''}"
            rows.append([kind, f"`{row.get('number') or row['pattern']}`", row["maker"], row.get("note", ""), said])
    for row in held["agents"]:
        rows.append(["agents", f"`{row['number']}`", "says nothing", row["agent"], held["sources"][row["source"]]["name"]])
    return table(["kind", "number or form", "maker", "note", "source"], rows)


def presets_part() -> str:
    """The presets with formula, points, rounding and source."""
    from sekisho.evaluation.presets import presets
    from sekisho.terms import decimal_text

    rows = []
    for one in presets().values():
        how = "none" if one.rounding.mode == "none" else f"{one.rounding.mode}, {one.rounding.places} places, {one.rounding.applies_to}"
        points = f"{decimal_text(one.technical_points)} / {decimal_text(one.price_points)}"
        source = f"{one.source.name}; retrieved {one.source.retrieved_at}{'' if one.source.verified else '; **unverified**'}"
        needs = [*(["ceiling"] if one.needs_ceiling else []), *(f"`{held.name}`" for held in one.parameters if held.default is None)]
        needs += ["`low_price_line`"] if "low_price_line" in one.formulas.names else []
        formula = f"as `{one.variant_of}`" if one.variant_of and one.text == presets()[one.variant_of].text else f"{one.text.ja} / {one.text.en}"
        more = [f"minimum score {decimal_text(one.minimum_score)}"] if one.minimum_score is not None else []
        more += ["a tie goes to the higher technical score"] if one.tie == "higher-technical" else []
        rows.append([f"`{one.id}`", formula, points, "; ".join([how, *more]), ", ".join(needs) or "–", source])
    return table(["preset", "formula", "points (technical / price)", "rounding and more", "needs", "source"], rows)


def packs_part() -> str:
    """Every pack: scope, what must be known, the verdict table, what is unverified."""
    from sekisho.policy.packs import packs

    return "\n\n".join(_pack(pack) for pack in packs().values())


def regimes_part() -> str:
    """Every rule on ownership: share, counting, what control and unknown shares say, its days, its sources."""
    from sekisho.policy.regimes import regimes
    from sekisho.terms import decimal_text

    rows = [
        [
            f"`{one.id}`",
            f"{one.title.ja} / {one.title.en}",
            f"{'at or above' if one.inclusive else 'above'} {decimal_text(one.threshold)} %, {one.counting}; {_mark(one.source)}",
            one.control,
            one.unknown_share,
            f"{', '.join(one.governments.countries)}: {one.governments.clause}; {_mark(one.governments.source)}" if one.governments else "-",
            "; ".join(_days_of(one)) or "always (its pack has the days)",
        ]
        for one in regimes().values()
    ]
    return table(["id", "rule", "share", "control", "unknown share", "governments", "in force"], rows)


def deadlines_part() -> str:
    """Every deadline: kind, from which event, how long and how counted, who, clause, source."""
    from sekisho.award.deadlines import timetable

    rows = []
    for one in timetable().deadlines:
        unset = "until lifted" if one.lasts_until else "as long as those it waits for" if one.waits_for else "until the day set"
        length = f"{one.rule.number} {one.rule.unit}" if one.rule else unset
        counted = [length, f"from `{'`, `'.join(one.starts)}`{'' if one.counted_from == 'at' else f' ({one.counted_from})'}"]
        counted += ["first day counts"] if one.rule and one.rule.first_day_counts else []
        counted += ["an end on a closed day moves on"] if one.rule and one.rule.moves else []
        counted += [f"without the days from `{one.paused_by[0]}` to `{one.paused_by[1]}`"] if one.paused_by else []
        counted += [f"waits for `{'`, `'.join(one.waits_for)}`"] if one.waits_for else []
        met = ", ".join(f"`{word}`" for word in (*one.met_by, *one.then, *one.lasts_until)) or "-"
        applies = " ".join(part for part in (one.covers, {"yes": "urgent", "no": "not urgent", "any": ""}[one.urgent]) if part)
        clause = f"{one.clause}: {_mark(one.source)}; counting: {one.counting_clause}: {_mark(one.counting_source)}"
        title = f"{one.title.ja} / {one.title.en}"
        rows.append([f"`{one.id}`", title, one.kind, one.who.en, "; ".join(counted), met, applies, clause, str(one.effective_from)])
    heads = ["id", "deadline", "kind", "who", "counted", "ends with", "applies", "clause and source", "since"]
    return table(heads, rows)


def alert_reasons_part() -> str:
    """The closed set of reasons with the facts each needs."""
    from sekisho.screening.alert_reasons import reasons

    found = reasons()
    rows = [
        [
            f"`{one.id}`",
            f"{one.title.ja} / {one.title.en}",
            one.verdict.word,
            one.about,
            str(one.days),
            "; ".join(f"`{fact.id}` ({fact.form}): {fact.title.ja} / {fact.title.en}" for fact in one.facts),
        ]
        for one in found.by_id.values()
    ]
    return table(["reason", "meaning", "leads to", "of an alert that is", "days at most", "facts"], rows) + f"\n\nSource: {_mark(found.source)}."


def duties_part() -> str:
    """The deadlines of duties to report."""
    from sekisho.award.duties import duties

    found = duties()
    rows = []
    for regime in found.regimes.values():
        for one in found.timetable.deadlines:
            if one.rule and one.id in (regime.initial, regime.further, regime.recheck):
                length = f"{one.rule.number} {one.rule.unit} from `{one.starts[0]}`"
                title = f"{one.title.ja} / {one.title.en}"
                rows.append([f"`{regime.id}`", title, length, f"{one.clause}: {_mark(one.source)}", str(one.effective_from)])
    notes = "\n".join(f"- `{one.id}`: {one.unverified.ja} / {one.unverified.en}" for one in found.regimes.values())
    return table(["regime", "deadline", "length", "clause and source", "since"], rows) + "\n\n" + notes


def report_fields_part() -> str:
    """The fields of reports."""
    from sekisho.award.duties import duties

    rows = [
        [f"`{regime.id}`", one.report, f"`{one.id}`", f"{one.title.ja} / {one.title.en}", one.needed, _mark(one.source)]
        for regime in duties().regimes.values()
        for one in regime.fields
    ]
    return table(["regime", "report", "field", "meaning", "needed", "source"], rows)


def calendars_part() -> str:
    """The calendars and what closes them."""
    from sekisho.award.deadlines import timetable

    rows = []
    for one in timetable().calendars.values():
        end = one.year_end
        own = f", {end.start[0]:02}-{end.start[1]:02} to {end.end[0]:02}-{end.end[1]:02} ({end.title.ja})" if end else ""
        closed = f"Saturdays, Sundays, national holidays ({one.country}){own}"
        rows.append([f"`{one.id}`", f"{one.title.ja} / {one.title.en}", closed, f"{one.clause}: {_mark(one.source)}", str(one.start)])
    return table(["id", "calendar", "closed", "clause and source", "since"], rows)


def events_part() -> str:
    """The kinds of event."""
    from sekisho.award.deadlines import timetable

    kinds = timetable().events.values()
    rows = [
        [f"`{one.id}`", f"{one.title.ja} / {one.title.en}", one.of, "yes" if one.letter else "-", f"`{one.follows}`" if one.follows else "-"]
        for one in kinds
    ]
    return table(["event", "meaning", "of", "letter", "after"], rows)


def proofs_part() -> str:
    """The means of proof."""
    from sekisho.award.deadlines import timetable

    rows = [[f"`{one.id}`", f"{one.title.ja} / {one.title.en}", "yes" if one.proves else "no"] for one in timetable().proofs.values()]
    return table(["means", "meaning", "proves that the addressee knew"], rows)


def _days_of(regime: Any) -> list[str]:
    """The days of a regime in words, each with its source."""
    days = [f"a proposal, no law ({_mark(regime.proposed)})"] if regime.proposed else []
    days += [f"from {regime.starts} ({_mark(regime.starts_source)})"] if regime.starts else []
    days += [f"suspended {one.period.start} to {one.period.end} ({_mark(one.source)})" for one in regime.suspended]
    return days + ([f"undetermined from {regime.undetermined.day} ({_mark(regime.undetermined.source)})"] if regime.undetermined else [])


def _mark(source: Any) -> str:
    return source.name if source.verified else f"{source.name} (**unverified**)"


def _pack(pack: Any) -> str:
    from sekisho.terms import decimal_text

    parts = [
        f"## `{pack.id}`\n\n{pack.title.ja} / {pack.title.en}.",
        f"{pack.instrument.ja} / {pack.instrument.en}. Adopted {pack.adopted_at}, in force from {pack.period.start}, "
        f"revised {', '.join(map(str, pack.revised_at)) or '-'}, data version {pack.version}.",
        "### What in it is unverified\n\n" + "\n".join(f"- {one.ja} / {one.en}" for one in pack.unverified),
    ]
    if pack.viewpoints:
        rows = [[f"`{one.id}`", one.text.ja, one.text.en, _mark(one.source)] for one in pack.viewpoints]
        parts.append("### Viewpoints\n\n" + table(["id", "日本語", "English", "source"], rows))
    else:
        parts.append("### Viewpoints\n\nNone: every system is in scope.")
    rows = [[f"`{one.id}`", f"{one.text.ja} / {one.text.en}", one.nature, ", ".join(one.groups) or "-", _mark(one.source)] for one in pack.kinds]
    parts.append("### Kinds\n\n" + table(["id", "kind", "nature", "groups", "source"], rows))
    for title, lists in (("Roles", pack.roles), ("Purposes of use", pack.purposes)):
        if lists:
            parts.append(
                f"### {title}\n\n"
                + table(["id", "text", "words read"], [[f"`{o.id}`", f"{o.text.ja} / {o.text.en}", ", ".join(o.words)] for o in lists])
            )
    rows = [
        [", ".join(one.facts), ", ".join((*one.natures, *one.kinds)) or "all", ", ".join(one.roles) or "all", _mark(one.source)]
        for one in pack.requirements
    ]
    parts.append("### What must be known\n\n" + table(["facts", "of", "in roles", "source"], rows))
    parts.append(
        "### Verdicts (the first row that fits decides)\n\n" + table(["trigger", "certainty", "authority", "verdict", "source"], _verdict_rows(pack))
    )
    if pack.representations:
        rows = [[f"`{one.id}`", f"{one.text.ja} / {one.text.en}"] for one in pack.representations]
        parts.append("### Representations\n\n" + table(["key in `represents`", "statement"], rows))
    if pack.attestations:
        rows = [
            [", ".join(f"`{fact}`" for fact in one.facts), ", ".join(one.issuers), f"{one.because.ja} / {one.because.en}", _mark(one.source)]
            for one in pack.attestations
        ]
        parts.append("### Attestations\n\n" + table(["fact", "attested by", "what it means", "source"], rows))
    if pack.exceptions:
        rows = [[f"`{one.id}`", f"{one.text.ja} / {one.text.en}", one.clause] for one in pack.exceptions]
        parts.append("### Exceptions\n\n" + table(["key in `exceptions`", "text", "clause"], rows))
    guard = ", ".join(pack.method_guard.refused) if pack.method_guard else "none"
    columns = ", ".join(pack.out_of_scope_columns) or "none"
    parts.append(
        "### Other terms\n\n"
        + table(
            ["term", "value"],
            [
                ["rule on ownership", f"`{pack.regime.id}`: {decimal_text(pack.regime.threshold)} %, {_mark(pack.regime.source)}"],
                ["affiliates, where a designation does not say", pack.default_affiliates],
                ["award methods refused in scope", guard],
                ["list columns refused out of scope", columns],
                ["rehearsal", f"{pack.rehearsal.start} to {pack.rehearsal.end}"],
                ["bodies listed", ", ".join(f"{one.name} (from {one.period.start})" for one in pack.bodies)],
            ],
        )
    )
    return "\n\n".join(parts)


def _verdict_rows(pack: Any) -> list[list[str]]:
    """Rows that differ in the authority alone are shown as one."""
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for row in pack.verdicts:
        grouped.setdefault((row.trigger, row.certainty, row.verdict.word, _mark(row.source)), []).append(row.authority)
    return [
        [f"`{trigger}`", f"`{certainty}`", ", ".join(f"`{one}`" for one in authorities), verdict, source]
        for (trigger, certainty, verdict, source), authorities in grouped.items()
    ]


def rules_part() -> str:
    """The rules with what each finds, from their own docstrings."""
    from sekisho.screening import rules

    asked: dict[str, list[str]] = {}
    said: dict[str, str] = {}
    for where, group in (("each line", rules.OF_LINES), ("the bid", rules.OF_BIDS)):
        for rule, check in group:
            asked.setdefault(rule, []).append(where)
            found = (sys.modules[check.__module__].__doc__ or "").strip().splitlines()[0].partition(": ")[2]
            said.setdefault(rule, found[:1].upper() + found[1:])
    rows = [[f"`{rule}`", " and ".join(places), said[rule]] for rule, places in asked.items()]
    return table(["rule", "is asked about", "what it finds"], rows)


def columns_part() -> str:
    """The canonical list columns with the headers that are recognised, in their order of precedence."""
    from sekisho.feeds.lists.faults import table as data
    from sekisho.tenders.model import LIST_COLUMNS

    known = data("list_columns.yaml")["columns"]
    form = data("list_form.yaml")["columns"]
    rows = [
        [f"`{name}`", form[name]["header"].replace("\n", " / "), f"{form[name]['ja']} / {form[name]['en']}", ", ".join(known[name])]
        for name in LIST_COLUMNS
    ]
    return table(["column", "header of the blank form", "what it holds", "headers recognised"], rows)


def words_part() -> str:
    """Facts that are no list column, and the words that mean *not disclosed* and *ditto*."""
    from sekisho.feeds.lists.faults import table as data

    known = data("list_columns.yaml")
    rows = [[f"fact `{name}` (no list column)", ", ".join(words)] for name, words in known["sensitive"].items()]
    rows += [["not disclosed", ", ".join(known["placeholders"]["undisclosed"])], ["not given", ", ".join(known["placeholders"]["not_given"])]]
    rows += [["ditto", ", ".join(known["ditto"])], ["units after a quantity", ", ".join(known["units"])]]
    return table(["meaning", "words"], rows)


def limits_part() -> str:
    """The caps on one user file."""
    from sekisho.feeds.raw.limits import DEFAULT, MIB

    rows = []
    for one in fields(DEFAULT):
        value = getattr(DEFAULT, one.name)
        octets = one.name.endswith("octets") or one.name == "zip_ratio_from"
        rows.append([f"`{one.name}`", f"{value // MIB} MiB" if octets else f"{value:,}"])
    return table(["limit", "value"], rows)


def demo_part() -> str:
    """The head of what `sekisho demo` prints, without writing papers."""
    from contextlib import redirect_stdout
    from datetime import date

    from sekisho import resources, wiring
    from sekisho.cli.telling import tell_judgement
    from sekisho.desk.office import Asked

    folder = resources.sample_folder("jp")
    stream = StringIO()
    with redirect_stdout(stream):
        judgement, _ = wiring.judge(Asked(case=str(folder / "case"), as_of=date(2026, 4, 15)), out=None)
        tell_judgement(judgement, "en", most=2)
    lines = stream.getvalue().strip().splitlines()
    head = [line if len(line) <= 150 else line[:149] + "…" for line in lines[:19]]
    return "```text\n" + "\n".join(head) + "\n…\n```"


Made = Callable[[], str]
def estate_part() -> str:
    """Facts and marks of installed devices with the headers that mean them."""
    from sekisho import resources

    known = resources.read_yaml("feeds/estate/tables/estate_columns.yaml")
    rows = [[f"`{name}`", group.removesuffix("s"), ", ".join(spellings)] for group in ("facts", "marks") for name, spellings in known[group].items()]
    return table(["column", "is a", "headers recognised"], rows)


def provenance_part() -> str:
    """Levels of classification and handling caveats."""
    from sekisho.register.provenance import caveats, levels

    heads = ["`level`", "Japanese", "English", "layer", "may be held here", "verified"]
    rows = [
        [f"`{one.id}`", one.title.ja, one.title.en, one.layer, "yes" if one.held else "no", "yes" if one.verified else "**unv.**"]
        for one in levels().values()
    ]
    marks = [
        [f"`{one.id}`", one.title.ja, one.title.en, "protected" if one.protects else "as the level says", "yes" if one.verified else "**unv.**"]
        for one in caveats().values()
    ]
    return table(heads, rows) + "\n\n" + table(["`caveat`", "Japanese", "English", "layer", "verified"], marks)


def advice_limits_part() -> str:
    """The centre's budgets."""
    from sekisho.desk.advice_watch import FIGURES, PATH
    from sekisho.resources import read_yaml

    said = {
        "window_days": "the days that count together",
        "per_entity": "different questions of one entity within the window",
        "per_case": "different questions of one case, ever",
        "similarity": "0 to 100: names at least this alike, and not the same, are near-duplicates",
        "near_duplicates": "pairs of them among one entity's questions within the window",
        "advice_days": "for how many days an answer counts",
    }
    data = read_yaml(PATH)
    return table(["key", "figure", "meaning"], [[f"`{name}`", data[name], said[name]] for name in FIGURES])


PAGES: dict[Path, dict[str, Made]] = {
    ROOT / "README.md": {"demo": demo_part},
    REFERENCE / "commands.md": {"commands": commands_part},
    REFERENCE / "presets.md": {"presets": presets_part},
    REFERENCE / "policy-packs.md": {"packs": packs_part},
    REFERENCE / "regimes.md": {"regimes": regimes_part},
    REFERENCE / "deadlines.md": {"deadlines": deadlines_part, "calendars": calendars_part, "events": events_part, "proofs": proofs_part},
    REFERENCE / "alerts.md": {"alert-reasons": alert_reasons_part},
    REFERENCE / "reporting.md": {"duties": duties_part, "report-fields": report_fields_part},
    REFERENCE / "rules.md": {"rules": rules_part},
    REFERENCE / "list-columns.md": {"columns": columns_part, "words": words_part},
    REFERENCE / "estate-formats.md": {"estate-columns": estate_part},
    REFERENCE / "marks.md": {"mark-tables": mark_tables_part, "mark-weights": mark_weights_part, "observed": observed_part},
    REFERENCE / "advice.md": {"advice-limits": advice_limits_part},
    REFERENCE / "register-sources.md": {"provenance": provenance_part},
    REFERENCE / "settings.md": {"limits": limits_part},
    REFERENCE / "faults.md": {"faults": lambda: family_tables(ROOT / "src/sekisho", table)},
}


def made(page: Path, parts: dict[str, Made]) -> str:
    """The page's text with every part made anew; SystemExit where a part has no place in it."""
    text = page.read_text(encoding="utf-8")
    missing = set(parts) - {match["name"] for match in _PART.finditer(text)}
    if missing:
        raise SystemExit(f"{page.name} has no place for {', '.join(sorted(missing))}")
    return _PART.sub(lambda match: f"{match[1]}{parts[match['name']]()}\n{match[3]}", text)


def main() -> None:
    stale = []
    for page, parts in PAGES.items():
        text = made(page, parts)
        if text != page.read_text(encoding="utf-8"):
            stale.append(page.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv:
                page.write_text(text, encoding="utf-8", newline="\n")
    if "--check" in sys.argv and stale:
        sys.exit(f"out of date: {', '.join(stale)} (run `make docs`)")
    print(f"{len(PAGES)} pages, {len(stale)} changed")


if __name__ == "__main__":
    main()
