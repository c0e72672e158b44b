"""Walks over large graphs: ownership charts and bills of materials compiled to arrays in one mapped, checksummed file (CSR).

The plain walks of `ownership` and `composition` are the reference: property tests hold every answer here to theirs. NumPy alone does the work:
a command that starts cold has no time to start a compiler. Neighbours: `index_file` keeps the arrays, `feeds` reads what they are made from.
"""
