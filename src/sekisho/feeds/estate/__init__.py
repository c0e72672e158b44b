"""Readers of what other people's tools tell of installed devices: asset registers, scanners, SNMP walks, captures, leases, phone exports."""
