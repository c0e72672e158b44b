"""Company names (商号): normalise, fold, compare. Knows nothing of procurement. Neighbours: `terms` below, `register` above."""
