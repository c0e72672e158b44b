"""findings.sarif is valid against the published SARIF 2.1.0 schema."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from papers_fixture import judgement
from sekisho.papers.sarif import sarif_paper

SCHEMA = "schemas/sarif/sarif-schema-2.1.0.json"


@pytest.mark.corpus
def test_sarif_is_valid_with_findings_and_without(corpus: Path) -> None:
    schema = corpus / SCHEMA
    if not schema.is_file():
        pytest.skip(f"no {SCHEMA} in the corpus")
    validator = Draft7Validator(json.loads(schema.read_text(encoding="utf-8")), format_checker=Draft7Validator.FORMAT_CHECKER)
    for case in (judgement(), replace(judgement(), screening=None)):
        written = json.loads(sarif_paper(case))
        assert [error.message for error in validator.iter_errors(written)] == []
        assert written["version"] == "2.1.0"
