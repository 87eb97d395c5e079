"""How examples/tiny-pruner is made: text, queries, model, training, figures."""
