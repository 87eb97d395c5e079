"""`Pruner`: a package that answers, over a process of the command."""
