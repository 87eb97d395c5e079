"""What the fixtures `package` return: packages of random models, made once a run; a test that changes one copies it."""

from checkpoints import make_checkpoint
from packages import pack

OF_CHECKPOINT = ("family", "labels", "dtype", "pooling_weights", "seed", "truncation_in_tokenizer")
OF_PACKAGE = ("hidden_state_source", "token_type_ids", "activation", "threshold", "max_length")


def package_maker(tmp_path_factory, is_of_package):
    """make(mode=..., family="bert", ...) -> a directory; `is_of_package` says which options are those of `save`, by their names."""
    made = {}

    def make(mode="reranking_pruning", **options):
        key = (mode, repr(sorted(options.items(), key=str)))
        if key not in made:
            place = tmp_path_factory.mktemp("package")
            of_package = {name: value for name, value in options.items() if is_of_package(name)}
            of_checkpoint = {name: value for name, value in options.items() if not is_of_package(name)}
            checkpoint = make_checkpoint(place / "checkpoint", mode=mode, **of_checkpoint)
            made[key] = pack(checkpoint, place / "tiny-pruner", mode=mode, **of_package)
        return made[key]

    return make
