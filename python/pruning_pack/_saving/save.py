"""`save`: a model in memory becomes a package that is known to compute what the model does."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, Optional, Union

from pruning_pack._command import PathLike, command, listed, option, run
from pruning_pack._errors import PruningPackError
from pruning_pack._publish import publish
from pruning_pack._report import Report

DTypeName = Literal["float32", "float16", "bfloat16"]


def save(
    output: PathLike,
    *,
    ranking_model: Any = None,
    encoder_model: Any = None,
    model: Any = None,
    pruning_head: Any = None,
    keep_label: Union[None, str, Sequence[str]] = None,
    tokenizer: Any = None,
    name: Optional[str] = None,
    license: Optional[str] = None,
    license_name: Optional[str] = None,
    license_link: Optional[str] = None,
    language: Union[None, str, Sequence[str]] = None,
    base_model: Optional[str] = None,
    card: Optional[PathLike] = None,
    datasets: Union[None, str, Sequence[str]] = None,
    max_length: Optional[int] = None,
    threshold: Optional[float] = None,
    dtype: Optional[DTypeName] = None,
    hidden_state_source: Optional[Literal["last_hidden_state", "pre_final_norm"]] = None,
    token_type_ids: Optional[bool] = None,
    activation: Optional[Literal["sigmoid", "identity", "softmax"]] = None,
    pairs: Optional[Iterable[tuple[str, str]]] = None,
    record_pairs: bool = False,
    force: bool = False,
    push_to_hub: Optional[str] = None,
    private: bool = False,
    threads: Optional[int] = None,
) -> Report:
    """Writes a package of a model, and puts it in place only if it computes what the model computes.

    Before anything is written the model is run, in float32 and eval mode, on built-in pairs of a query and a passage.
    The package carries what came out, and `verify` compares with it from then on, on any machine and without torch. The
    model stays as it is: its device, type, mode, hooks and gradients.

    Give one of `ranking_model`, `encoder_model` and `model`. Each may be a live object or a path; torch.compile's,
    accelerate's and DataParallel's wrappers are taken off. A checkpoint given by its path is loaded and run; what is
    recorded then says so. Of a whole model given by its path nothing is run.

    Args:
        output: Where the package is to appear.
        ranking_model: A `*ForSequenceClassification` model.
        encoder_model: A base model, or a `*ForTokenClassification` model that is its own head.
        model: A whole model with a pruning head, such as OpenProvence's, or one that was loaded from a package.
        pruning_head: The head: a torch.nn.Linear, a module with one as `classifier`, a state dict, or a file.
        keep_label: Labels of a `*ForTokenClassification` model that mean "keep"; by default what their names say.
        tokenizer: The fast tokenizer that the model was trained with, or a directory with one; by default the
            directory's own where the model is a path.
        name: The model's name in its card; by default that of `push_to_hub`, else the output's.
        license: The Hub's id of the licence; `other` with `license_name` and `license_link`.
        license_name: The name of a licence that the Hub does not know.
        license_link: Where that licence can be read.
        language: ISO 639 codes.
        base_model: Hub id of the model that this one was trained from.
        card: A model card of your own, to be README.md. What stands between marks of pruning-pack is filled in.
        datasets: Hub ids of what the model was trained on.
        max_length: Most tokens of a pair; by default what tokenizer and positions allow, at most 8192.
        threshold: A token is kept where its probability is above it; by default 0.5.
        dtype: The type to store weights in; by default the model's own. The outputs are then those of the rounded
            weights.
        hidden_state_source: What the head was trained on. By default the last hidden state; for a ModernBERT ranking
            model what `hidden_states[-1]` is in the transformers that is running.
        token_type_ids: Whether the model was trained with token types; by default where it and its tokenizer have them.
        activation: How a ranking logit becomes a score.
        pairs: Queries with passages of your own, to be compared as well.
        record_pairs: Whether the package carries these pairs.
        force: Whether an existing package is replaced. What you wrote into its card stays.
        push_to_hub: A repository on the Hub, `OWNER/NAME`, to publish the package to once it is in place: `publish` says
            how, and has more options.
        private: Whether a repository that is created for it is private.
        threads: How many threads the command may use.

    Returns:
        The report of the package.

    Raises:
        PruningPackError: The package was not put in place; `findings` says what is wrong with it, where it was built. Or it
            was not published; it is in place then.
    """
    if push_to_hub is None and private:
        raise PruningPackError("private goes with push_to_hub")
    report = _save(
        output, ranking_model, encoder_model, model, pruning_head, keep_label, tokenizer, name or push_to_hub, license, license_name,
        license_link, language, base_model, card, datasets, max_length, threshold, dtype, hidden_state_source,
        token_type_ids, activation, pairs, record_pairs, force, threads,
    )  # fmt: skip
    if push_to_hub is not None:
        publish(output, push_to_hub, private=private, threads=threads)
    return report


def _save(
    output: PathLike, ranking_model: Any, encoder_model: Any, model: Any, pruning_head: Any,
    keep_label: Union[None, str, Sequence[str]], tokenizer: Any,
    name: Optional[str], license: Optional[str], license_name: Optional[str], license_link: Optional[str],
    language: Union[None, str, Sequence[str]], base_model: Optional[str], card: Optional[PathLike],
    datasets: Union[None, str, Sequence[str]], max_length: Optional[int], threshold: Optional[float],
    dtype: Optional[DTypeName], hidden_state_source: Optional[str], token_type_ids: Optional[bool],
    activation: Optional[str], pairs: Optional[Iterable[tuple[str, str]]], record_pairs: bool, force: bool,
    threads: Optional[int],
) -> Report:  # fmt: skip
    output = Path(os.fspath(output))
    command()
    if os.path.lexists(output) and not force:
        raise PruningPackError(f"{output} exists; force=True replaces a package")
    # torch and transformers are needed from here on.
    from pruning_pack._saving.parts import read_parts
    from pruning_pack._saving.recording import record_outputs, reference_text
    from pruning_pack._saving.settings import read_settings
    from pruning_pack._saving.writing import write_source

    parts = read_parts(ranking_model, encoder_model, model, pruning_head, listed(keep_label))
    arguments = [
        *option("output", output), *option("name", name), *option("license", license),
        *option("license-name", license_name), *option("license-link", license_link),
        *option("language", *listed(language)), *option("base-model", base_model), *option("card", card),
        *option("dataset", *listed(datasets)), *option("threshold", threshold), *option("dtype", dtype),
        *option("activation", activation), *option("threads", threads), *(["--force"] if force else []),
    ]  # fmt: skip
    if parts.model is None:
        if pairs is not None or tokenizer is not None:
            raise PruningPackError("model is a path, and is not run: tokenizer and pairs go with a live model")
        chosen = [*option("max-length", max_length), *option("hidden-state-source", hidden_state_source)]
        if token_type_ids is not None:
            chosen += option("token-type-ids", "used" if token_type_ids else "ignored")
        with _Scratch(output) as scratch:
            return _pack(scratch, [*option("from", parts.path), *arguments, *chosen])
    settings = read_settings(parts, tokenizer, max_length, hidden_state_source, token_type_ids)
    reference = record_outputs(
        parts, settings.tokenizer, max_length=settings.max_length, token_types=settings.uses_token_types,
        hidden_state_source=settings.hidden_state_source, round_to=_torch_type(dtype), pairs=pairs,
        record_pairs=record_pairs,
    )  # fmt: skip
    with _Scratch(output) as scratch:
        arguments += write_source(parts, settings, scratch)
        file = scratch / "reference.json"
        file.write_text(reference_text(reference), encoding="utf-8")
        return _pack(scratch, [*arguments, *settings.arguments, *option("reference", file)])


class _Scratch:
    """A directory beside the output, where there is room for the weights; it goes away whatever happens."""

    def __init__(self, output: Path):
        self.parent = output.absolute().parent

    def __enter__(self) -> Path:
        try:
            self.directory = tempfile.TemporaryDirectory(prefix=".pruning-pack.source-", dir=self.parent)
        except OSError as error:
            raise PruningPackError(f"{self.parent} cannot be written to: {error.strerror}") from error
        return Path(self.directory.name)

    def __exit__(self, *_: object) -> None:
        self.directory.cleanup()


def write_reference(
    file: PathLike,
    *,
    ranking_model: Any = None,
    encoder_model: Any = None,
    model: Any = None,
    pruning_head: Any = None,
    keep_label: Union[None, str, Sequence[str]] = None,
    tokenizer: Any = None,
    max_length: Optional[int] = None,
    dtype: Optional[DTypeName] = None,
    hidden_state_source: Optional[Literal["last_hidden_state", "pre_final_norm"]] = None,
    token_type_ids: Optional[bool] = None,
    pairs: Optional[Iterable[tuple[str, str]]] = None,
    record_pairs: bool = False,
) -> None:
    """Writes what a model in memory computes into a file for `pruning-pack save --reference`.

    It is for whoever packs elsewhere than where the model was trained. The arguments are those of `save`, and its
    options are to be given to the command as well.

    Raises:
        PruningPackError: The model cannot be run.
    """
    from pruning_pack._saving.parts import read_parts
    from pruning_pack._saving.recording import record_outputs, reference_text
    from pruning_pack._saving.settings import read_settings

    parts = read_parts(ranking_model, encoder_model, model, pruning_head, listed(keep_label))
    if parts.model is None:
        raise PruningPackError("model is a path, and is not run: give a live model")
    settings = read_settings(parts, tokenizer, max_length, hidden_state_source, token_type_ids)
    recording = record_outputs(
        parts, settings.tokenizer, max_length=settings.max_length, token_types=settings.uses_token_types,
        hidden_state_source=settings.hidden_state_source, round_to=_torch_type(dtype), pairs=pairs,
        record_pairs=record_pairs,
    )  # fmt: skip
    try:
        Path(file).write_text(reference_text(recording), encoding="utf-8")
    except OSError as error:
        raise PruningPackError(f"{file} cannot be written: {error.strerror}") from error


def _torch_type(name: Optional[str]) -> Any:
    if name is None:
        return None
    import torch

    if name not in ("float32", "float16", "bfloat16"):
        raise PruningPackError(f"dtype is {name!r}; expected float32, float16 or bfloat16")
    return getattr(torch, name)


def _pack(scratch: Path, arguments: list[str]) -> Report:
    """Runs the command, and reads its report.

    Raises:
        PruningPackError: The package was not put in place.
    """
    file = scratch / "report.json"
    ran = run("save", "--quiet", *arguments, *option("report", f"json={file}"), accepted=(0, 1, 2, 64))
    report = Report.from_json(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None
    if ran.exit_code == 0 and report is not None:
        return report
    if report is not None and not report.passed:
        report.raise_for_errors()
    raise ran.failure()
