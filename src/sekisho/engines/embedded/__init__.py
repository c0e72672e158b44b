"""One machine: the tile store, the vault and the keys on disk."""
