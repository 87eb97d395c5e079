# SPDX-License-Identifier: Apache-2.0
"""Runs a package in transformers as its users do, and prints what came out.

pruning-pack starts this with the interpreter that --python names: one JSON object on standard input, one on standard
output, after the line "started" once all is there that a package needs. It is never part of a package.

    in:   package, auto_class, threads, processes, steps, cases [{query, document, max_length}], headless, requires, source
    out:  versions, and for each step that was asked for:
          user, float32   {failure: null or {step, message}, cases: [{input_ids, ranking_logit, pruning_logits,
                          ranking_score, keep_probabilities, process}], dtype}; the last three are null where the model has no
                          such method, and process is {pruned_context, reranking_score, compression_rate,
                          sentence_probabilities} or {error}; dtype is that of the model's weights
          cross_encoder   {failure, scores, dtype}, or null where sentence-transformers is not installed
          headless        {failure}
          source          {failure, cases, scores}: what the package was made from, scores as above
    or    versions and {unmet: message} when the package requires other versions of transformers than this one
    or    {unusable: message} when this interpreter cannot run any package.

A number that is not finite is null.
"""

import gc
import json
import math
import os
import platform
import sys


def main():
    gc.set_threshold(200_000)  # Nearly all that imports make stays: to look for garbage in it takes a quarter of their time.
    request = json.loads(sys.stdin.buffer.read())
    # Libraries, and the package's code, print where they like: only the answer goes to standard output.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        import tokenizers
        import torch
        import transformers
    except Exception as error:
        result = {"unusable": describe(error)}
    else:
        torch.set_num_threads(request["threads"])
        # From here on whatever ends the process is the package's doing.
        answer.write(b"started\n")
        answer.flush()
        result = {
            "versions": {
                "python": platform.python_version(),
                "torch": str(torch.__version__),
                **{module.__name__: module.__version__ for module in (transformers, tokenizers)},
            }
        }
        unmet = unmet_requirement(request["requires"])
        if unmet is not None:
            result["unmet"] = unmet
        else:
            for step in request["steps"]:
                result[step] = STEPS[step](request)
    answer.write(json.dumps(result, allow_nan=False).encode("utf-8"))
    answer.flush()


def unmet_requirement(specifier):
    from transformers.utils.versions import require_version

    try:
        if specifier is not None:
            require_version("transformers" + specifier)
    except ImportError as error:
        return describe(error)
    except ValueError:
        pass  # No specifier: the package's own code raises, too.
    return None


class Failure(Exception):
    """A step that raised: which one, and what it said."""

    def __init__(self, step, error):
        super().__init__(step)
        self.report = {"step": step, "message": describe(error)}


def describe(error):
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= 600 else text[:600] + "..."


def attempt(step, function, *arguments, **options):
    try:
        return function(*arguments, **options)
    # An import of the package's code may leave through SystemExit.
    except BaseException as error:
        raise Failure(step, error) from error


def load(request, place, **options):
    import transformers

    return getattr(transformers, request["auto_class"]).from_pretrained(place, trust_remote_code=True, **options).eval()


def in_float32():
    import torch
    from transformers import PretrainedConfig

    # transformers 4.56 renamed the argument.
    return {"torch_dtype" if "torch_dtype" in vars(PretrainedConfig()) else "dtype": torch.float32}


def run_all(request, **options):
    import torch
    from transformers import AutoTokenizer

    cases = []
    failure = dtype = None
    try:
        package = request["package"]
        tokenizer = attempt("tokenizer", AutoTokenizer.from_pretrained, package, trust_remote_code=True)
        model = attempt("model", load, request, package, **options)
        dtype = weights_dtype(model)
        with torch.no_grad():
            for case in request["cases"]:
                # As a batch, as CrossEncoder does: alone, an empty passage would be taken for none.
                inputs = attempt(
                    "tokenizer", tokenizer, [case["query"]], [case["document"]], truncation="longest_first",
                    max_length=case["max_length"], return_tensors="pt",
                )
                cases.append(attempt("model", outputs, request, model, inputs))
            if request["processes"] and hasattr(model, "process"):
                for case, outcome in zip(request["cases"], cases):
                    outcome["process"] = process(model, case)
    except Failure as error:
        failure = error.report
    return {"failure": failure, "cases": cases, "dtype": dtype}


def weights_dtype(model):
    return str(next(iter(model.parameters())).dtype).replace("torch.", "")


def process(model, case):
    """What the package's own method makes of a passage, whole."""
    try:
        output = model.process(case["query"], case["document"], show_progress=False, return_sentence_metrics=True)
    except Exception as error:
        return {"error": describe(error)}
    names = ("reranking_score", "compression_rate", "sentence_probabilities")
    result = {name: None if output[name] is None else numbers(plain(output[name])) for name in names}
    return {"pruned_context": output["pruned_context"], **result}


def plain(value):
    """Python's own numbers of whatever holds some."""
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return [plain(element) for element in value] if isinstance(value, (list, tuple)) else float(value)


def outputs(request, model, inputs):
    output = model(**inputs)
    ranks = request["auto_class"] == "AutoModelForSequenceClassification"
    return {
        "input_ids": inputs["input_ids"][0].tolist(),
        "ranking_logit": numbers(output.logits[0].float().tolist()) if ranks else None,
        "pruning_logits": numbers(output.pruning_logits[0].float().tolist()),
        "ranking_score": numbers(model.ranking_scores(output.logits)[0].float().tolist())
        if ranks and hasattr(model, "ranking_scores") else None,
        "keep_probabilities": numbers(model.keep_probabilities(output.pruning_logits)[0].float().tolist())
        if hasattr(model, "keep_probabilities") else None,
        "process": None,
    }


def numbers(value):
    if isinstance(value, list):
        return [numbers(element) for element in value]
    return value if math.isfinite(value) else None


def cross_encoder(request):
    try:
        from sentence_transformers import CrossEncoder
    except ImportError:
        return None
    pairs = [(case["query"], case["document"]) for case in request["cases"]]
    # Beside its source a package is compared in full precision.
    options = {} if request["source"] is None else {"model_kwargs": in_float32()}
    try:
        model = attempt("model", CrossEncoder, request["package"], trust_remote_code=True, device="cpu", **options)
        scores = attempt("model", model.predict, pairs, show_progress_bar=False)
    except Failure as error:
        return {"failure": error.report, "scores": [], "dtype": None}
    return {"failure": None, "scores": numbers(scores.reshape(-1).tolist()), "dtype": weights_dtype(model)}


def headless(request):
    """A copy of the package without its head has to be refused."""
    try:
        attempt("model", load, request, request["headless"])
    except Failure as error:
        return {"failure": error.report}
    return {"failure": None}


def source(request):
    """What the package was made from, in float32, with the package's head on its hidden states."""
    asked = request["source"]
    cases = []
    scores = None
    failure = None
    try:
        tokenizer, model, head = attempt("model", load_source, asked, request["package"])
        for case in request["cases"]:
            inputs = attempt(
                "tokenizer", tokenizer, [case["query"]], [case["document"]], truncation="longest_first",
                max_length=case["max_length"], return_tensors="pt",
            )
            cases.append(attempt("model", source_outputs, asked, model, head, inputs))
        if asked["has_scores"] and can_score(asked):
            scores = attempt("model", source_scores, asked, request["cases"])
    except Failure as error:
        failure = error.report
    return {"failure": failure, "cases": cases, "scores": scores}


def load_source(asked, package):
    import transformers
    from safetensors.torch import load_file

    tokenizer = transformers.AutoTokenizer.from_pretrained(asked["tokenizer"])
    model = getattr(transformers, asked["auto_class"]).from_pretrained(asked["model"], **in_float32()).eval()
    head = load_file(os.path.join(package, "pruning_head", "model.safetensors"))
    return tokenizer, model, {name: tensor.float() for name, tensor in head.items()}


def source_outputs(asked, model, head, inputs):
    import torch

    if not asked["uses_token_type_ids"]:
        inputs.pop("token_type_ids", None)
    seen = []
    base = model.base_model
    if asked["hidden_state_source"] == "pre_final_norm":
        hook = base.final_norm.register_forward_pre_hook(lambda _, arguments: seen.append(arguments[0]))
    else:
        hook = base.register_forward_hook(lambda _, arguments, output: seen.append(output[0]))
    with torch.no_grad():
        output = model(**inputs)
        hook.remove()
        hidden = seen[-1].reshape(-1, seen[-1].shape[-1])
        logits = output.logits[0] if asked["head"] is None else head_logits(asked["head"], head, hidden)
        # The softmax of the two gives the sums of the probabilities of the rows of each.
        pruning = torch.stack([logits[:, asked["rows"][name]].logsumexp(-1) for name in ("prune", "keep")], -1)
    ranks = asked["auto_class"] == "AutoModelForSequenceClassification"
    return {
        "input_ids": inputs["input_ids"][0].tolist(),
        "ranking_logit": numbers(output.logits[0].tolist()) if ranks else None,
        "pruning_logits": numbers(pruning.tolist()),
    }


def head_logits(config, head, hidden):
    """[tokens, hidden] -> [tokens, labels] by the package's head, which `pruning_config` describes."""
    from torch.nn import functional
    from transformers.activations import ACT2FN
    if "dense.weight" in head:
        hidden = functional.linear(hidden, head["dense.weight"], head.get("dense.bias"))
        norm = head["norm.weight"], head.get("norm.bias"), config["head_norm_eps"]
        hidden = functional.layer_norm(ACT2FN[config["head_activation"]](hidden), hidden.shape[-1:], *norm)
    return functional.linear(hidden, head["classifier.weight"], head["classifier.bias"])


def can_score(asked):
    try:
        import sentence_transformers
    except ImportError:
        return False
    return int(sentence_transformers.__version__.split(".")[0]) >= asked["sentence_transformers"]


def source_scores(asked, cases):
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(asked["model"], device="cpu", model_kwargs=in_float32())
    pairs = [(case["query"], case["document"]) for case in cases]
    return numbers(model.predict(pairs, show_progress_bar=False).reshape(-1).tolist())


STEPS = {
    "user": run_all,
    "float32": lambda request: run_all(request, **in_float32()),
    "cross_encoder": cross_encoder,
    "headless": headless,
    "source": source,
}

if __name__ == "__main__":
    main()
