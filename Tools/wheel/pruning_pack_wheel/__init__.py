"""Makes the wheel of pruning-pack: the command, the Python package, licences and the list of what is linked in."""
