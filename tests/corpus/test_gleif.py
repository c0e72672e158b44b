"""The real GLEIF records of the corpus: level 1, level 2 and reporting exceptions, in JSON and in XML."""

from collections import Counter
from pathlib import Path

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.charts.any_chart import chart_of, kind_of
from sekisho.feeds.owners_query import read_charts
from sekisho.feeds.raw.jail import RawJob, read_raw
from sekisho.ownership.model import Chart

pytestmark = pytest.mark.corpus


def read(path: Path) -> Chart:
    (raw,) = read_raw([RawJob(kind=kind_of(path), path=path, label=path.name)])
    assert raw.faults == ()
    chart, faults = chart_of(raw)
    assert [one.line() for one in faults if not one.warning] == []
    return chart


def said(chart: Chart) -> tuple[object, ...]:
    """What a chart says, without where it stands."""
    return (
        {(holder.id, holder.name, holder.kind, holder.country, holder.identifiers) for holder in chart.holders},
        Counter((one.owner, one.owned, one.share, one.period) for one in chart.stakes),
        Counter((one.holder, one.entity, one.kind, one.period) for one in chart.controls),
        Counter((one.code, one.holder, one.period) for one in chart.stated_gaps),
    )


def test_every_gleif_file_is_read_or_refused_by_name(corpus: Path) -> None:
    paths = sorted((corpus / "gleif").iterdir())
    assert len(paths) >= 8
    for path in paths:
        if path.name.endswith("-out.json"):
            with pytest.raises(InputRefused) as refused:
                read(path)
            assert [one.rule for one in refused.value.faults] == ["bods.version"]
        else:
            assert read(path).holders


def test_json_and_xml_say_the_same(corpus: Path) -> None:
    for name in ("lei-data", "rr-data", "repex-data"):
        one, other = (said(read(corpus / f"gleif/{name}.{layout}")) for layout in ("json", "xml"))
        assert one[0], name
        assert one == other, name


def test_level_two_of_the_corpus_is_control_of_funds(corpus: Path) -> None:
    chart = read(corpus / "gleif/rr-data.json")
    assert Counter(one.kind for one in chart.controls) == {
        "fundManagement": 5,
        "umbrellaFund": 3,
        "directConsolidation": 1,
        "ultimateConsolidation": 1,
    }
    assert {gap.code for gap in chart.stated_gaps} >= {"share-unstated"}


def test_exceptions_of_the_corpus_are_gaps_and_one_hides_somebody(corpus: Path) -> None:
    for layout in ("json", "xml"):
        chart = read(corpus / f"gleif/repex-data.{layout}")
        assert Counter(gap.code for gap in chart.stated_gaps) == {
            "direct-parent:NON_CONSOLIDATING": 6,
            "direct-parent:NO_KNOWN_PERSON": 3,
            "direct-parent:NON_PUBLIC": 1,
        }
        assert [holder.name for holder in chart.holders if holder.kind == "unknown"] == ["NON_PUBLIC"]


def test_the_three_kinds_of_file_join_into_one_chart(corpus: Path) -> None:
    chart = read_charts([corpus / f"gleif/{name}" for name in ("lei-data.xml", "rr-data.json", "repex-data.xml")])
    named = {holder.id: holder.name for holder in chart.holders}
    assert named["001GPB6A9XPE8XJICC14"] != "001GPB6A9XPE8XJICC14"
    assert {one.entity for one in chart.controls} & {gap.holder for gap in chart.stated_gaps}
