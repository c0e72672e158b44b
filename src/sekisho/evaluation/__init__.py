"""Stage 2, comprehensive evaluation (総合評価): gates in order, then the published formula, exactly.

Presets are data (`presets/*.yaml`), each with the source it was published in. Neighbours: `screening` below, `award` above.
"""
