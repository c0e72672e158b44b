"""Dated criteria (調達方針): scope, what must be known, and which trigger × evidence × authority leads to which verdict.

`packs/*.yaml` are DATA with source and date; no pack holds a company's name. Neighbours: `resources` below, `screening` above.
"""
