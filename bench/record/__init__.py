"""The scorecard of the record: `make bench-record` measures appending, proving, restarting and verifying, each beside what the issue asks for."""
