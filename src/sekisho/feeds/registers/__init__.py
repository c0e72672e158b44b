"""Other people's registers into rows of a register source, one format a file; `formats` names them, `../register_source.py` guards and builds."""
