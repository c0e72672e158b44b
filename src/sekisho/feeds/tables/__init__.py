"""Readers of tables of marks: OUI, enterprise numbers, PCI, USB, Bluetooth and PnP ids, sysObjectIDs, type allocation codes, FCC grantees."""
