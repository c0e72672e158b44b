"""Any file into plain values, strictly and in a jail: JSON, YAML, CSV, XLSX. Nothing here knows what the values mean."""
