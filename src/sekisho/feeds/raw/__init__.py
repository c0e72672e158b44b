"""Any file into plain values, strictly and in a jail: JSON, JSON lines, YAML, CSV, XLSX, XML, text. Nothing here knows what the values mean."""
