"""How much of one file the raw readers take: every cap in one place, as data.

The figures are those of the hostile-file goal: a list that people wrote is far below them, a file made to exhaust memory is far above.
`DEFAULT` serves the product; tests and benches pass a smaller or larger `Limits`. Sizes are octets, times are seconds.
"""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps for one file (and, for memory and time, for the process that reads it)."""

    file_octets: int = 64 * MIB
    depth: int = 64
    """Nested arrays, objects, mappings and sequences."""
    json_nodes: int = 1_000_000
    yaml_nodes: int = 200_000
    key_characters: int = 256
    """Of a YAML key, since key paths repeat it."""
    number_characters: int = 64
    exponent: int = 100
    """Of a JSON number: the largest figure after its `e`, up or down."""
    zip_entries: int = 200
    zip_octets: int = 200 * MIB
    """All parts of a workbook together, inflated."""
    zip_ratio: int = 100
    zip_ratio_from: int = MIB
    """Below this inflated size the ratio does not matter."""
    cells: int = 2_000_000
    """Rows × columns from A1 to the last cell, over all sheets; the same for CSV."""
    columns: int = 16_384
    field_characters: int = 32_767
    """Of one CSV field: what a spreadsheet cell holds."""
    lines: int = 1_000_000
    """Of a text, or of JSON lines."""
    line_characters: int = 65_536
    """Of one line of a text."""
    json_line_octets: int = 4 * MIB
    """Of one line of JSON lines; each line is held to `json_nodes` and `depth` as well."""
    json_lines_values: int = 6_000_000
    """Values of all lines together, counted by their commas."""
    xml_elements: int = 1_500_000
    faults: int = 100
    memory_octets: int = 640 * MIB
    """Address space of the reading process (RLIMIT_AS): 100,000 rows × 13 columns take 200 MiB, and 500 MiB where no two cells are alike."""
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    answer_octets: int = 256 * MIB
    """What the reading process may send back for one file."""


DEFAULT = Limits()
