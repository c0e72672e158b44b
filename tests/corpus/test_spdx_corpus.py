"""Every public SPDX example is read."""

from collections import Counter
from pathlib import Path

import pytest

from sekisho.composition.walk import reach
from sekisho.feeds.boms.reading import read_bom

pytestmark = pytest.mark.corpus


def test_every_spdx_example_is_read(corpus: Path) -> None:
    forms: Counter[str] = Counter()
    for path in sorted((corpus / "spdx").rglob("*")):
        if path.is_file():
            bom, faults = read_bom(path, path.name)
            assert faults == (), path.name
            assert len(reach(bom)) >= len(bom.components) - 1, path.name
            forms[" ".join(bom.format.split()[1:])] += 1
    assert sum(forms.values()) >= 27
    assert set(forms) >= {"2.2 JSON", "2.2 tag-value", "2.3 JSON", "3.0.1 JSON-LD"}


def test_an_example_says_the_same_in_version_3_as_in_version_2(corpus: Path) -> None:
    folder = corpus / "spdx/software/example9"
    older, newer = (read_bom(path)[0] for path in (folder / "spdx2.2/appbomination.spdx.json", folder / "spdx3.0/appbomination.spdx3.json"))
    told = [{(one.name, one.maker, one.supplier) for one in bom.components} for bom in (older, newer)]
    assert told[0] == told[1]
    assert {maker.name for _, maker, _ in told[0] if maker} >= {"Yevester"}
