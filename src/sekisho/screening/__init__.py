"""Stage 1, screening (サプライチェーン・リスクの確認): what is inside, who made it, who owns them, measured by a pack and a register.

One rule a file in `rules/`. A rule finds facts and how certain they are; the pack says what verdict that leads to. Neighbours: `tenders` and
`policy` below, `evaluation` above.
"""
