"""`make chaos`: what is killed, torn, cut and forged, and what finds it: logs, databases, checkpoints, certificates, feeds."""
