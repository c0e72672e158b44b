"""What is inside a product (構成部品): bills of materials, parts, and the walk through them.

Keeps maker (`manufacturer`) and supplier apart, as CycloneDX does, and keeps what a BOM says about its own completeness.
Neighbours: `names` below, `screening` above.
"""
