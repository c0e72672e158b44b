"""Names by the batch: what `sekisho match` runs on each core, and what a cluster would run on each of its machines."""

import sys
from pathlib import Path

import pyarrow as pa

from sekisho.engines.embedded.bulk import NAMES, match_batch
from sekisho.engines.embedded.name_index import NameIndex
from sekisho.wiring import read_edition

edition, index = Path(sys.argv[1]), Path(sys.argv[2])
NameIndex.build(read_edition(edition)).write(index)  # once an edition; the file can be copied to every machine

opened = NameIndex.open(index)  # once a process: the file is mapped, not loaded
rows = {"id": ["S-1", "S-2"], "name": ["HUAWEI TECH. CO LTD", "例示電機株式会社"], "country": ["CN", "JP"]}
hits = match_batch(pa.RecordBatch.from_pydict(rows, schema=NAMES), opened)
for hit in hits.to_pylist():
    print(hit["id"], hit["entity"], hit["matched_name"], hit["class"])
