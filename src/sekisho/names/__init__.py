"""Company names (商号): normalise, read aloud, segment, compare, explain. Knows nothing of procurement.

Neighbours: `terms` below, `register` above.
"""

from .compare import Comparison, Evidence, Fact, alerted, compare, compare_prepared, replay
from .prepared import Prepared, prepare

__all__ = ["Comparison", "Evidence", "Fact", "Prepared", "alerted", "compare", "compare_prepared", "prepare", "replay"]
