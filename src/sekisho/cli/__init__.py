"""The command line: one file a command group, each verb one call to the desk through `wiring`."""
