"""`process`, `predict` and `predict_with_pruning` of the modelling file: shapes, keys, blocks, titles, thresholds."""

import inspect
import random
import re
import sys
import time

import pytest
import torch
from binary import REPOSITORY
from checkpoints import FAMILIES
from support import (
    MODES,
    PASSAGES,
    PRUNING_ONLY,
    QUERY,
    RERANKING_PRUNING,
    load,
    load_tokenizer,
    put_into_hub_cache,
    run,
)
from transformers import AutoModelForSequenceClassification

sys.path.insert(0, str(REPOSITORY / "Tests/Pruning"))
import texts  # noqa: E402

LONG = " ".join(PASSAGES * 12)
KEYS = {"pruned_context", "reranking_score", "compression_rate", "title", "timing", "performance_trace"}
STEPS = (
    "preprocess", "assembly", "inference", "postprocess", "total", "sentence_collect", "sentence_normalize",
    "tokenize", "fragment_split", "fragment_decode",
)  # fmt: skip


@pytest.fixture(scope="module")
def model(package):
    return load(package())


def prune(model, question, context, *arguments, **options):
    options = {"show_progress": False, "return_sentence_metrics": True, "return_sentence_texts": True, **options}
    return model.process(question, context, *arguments, **options)


def without_timing(result):
    return {name: value for name, value in result.items() if name not in ("timing", "performance_trace")}


def test_a_text_gives_a_text(model):
    result = model.process(QUERY, LONG, show_progress=False)
    assert set(result) == KEYS
    assert isinstance(result["pruned_context"], str) and result["title"] is None
    assert 0 <= result["reranking_score"] <= 1 and 0 <= result["compression_rate"] <= 100
    times = result["timing"]
    assert set(times) == {f"{step}_seconds" for step in STEPS} and times == result["performance_trace"].as_dict()
    assert times["inference_seconds"] > 0 and times["tokenize_seconds"] > 0 and min(times.values()) >= 0
    parts = ("preprocess_seconds", "assembly_seconds", "inference_seconds", "postprocess_seconds")
    assert times["total_seconds"] == pytest.approx(sum(times[part] for part in parts))


def test_shapes(model):
    one = prune(model, QUERY, LONG)
    listed = prune(model, QUERY, [LONG, PASSAGES[1]])
    aligned = prune(model, [QUERY, "sky"], [LONG, PASSAGES[1]])
    nested = prune(model, [QUERY, "sky"], [[LONG], [PASSAGES[0], PASSAGES[1]]])
    for name in without_timing(one):
        if name in ("pruned_context", "title", "kept_sentences", "removed_sentences"):
            assert listed[name][0] == one[name] == aligned[name][0] == nested[name][0][0]
            assert aligned[name][1] == nested[name][1][1]
        assert len(listed[name]) == len(aligned[name]) == len(nested[name]) == 2
    for wrong in ((["a", "b"], "c"), (["a", "b"], ["c"]), (["a", "b"], ["c", ["d"]]), ("a", 3)):
        with pytest.raises(ValueError):
            prune(model, *wrong)


def test_an_inner_list_is_sentences(model):
    sentences = ["The coral reef. Is in ", "the warm sea.", "", " \n", "Rain flows"]
    result = prune(model, QUERY, [sentences, "Rain flows."])
    assert len(result["sentence_probabilities"][0]) == len(sentences)
    kept, removed = result["kept_sentences"][0], result["removed_sentences"][0]
    assert sorted(kept + removed) == sorted(sentences) and result["pruned_context"][0] == "".join(kept)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("mode", MODES)
def test_what_fits_is_one_pass_as_forward_has_it(package, family, mode):
    directory = package(family=family, mode=mode)
    model, tokenizer = load(directory, mode), load_tokenizer(directory)
    query, passage = "sky", "Rain flows from it."
    inputs = tokenizer([query], [passage], return_tensors="pt")
    output = run(model, inputs)
    keep = model.keep_probabilities(output.pruning_logits)[0]
    tokens = torch.tensor([sequence == 1 for sequence in inputs.sequence_ids(0)])
    (prediction,) = model.predict_with_pruning([(query, passage)])
    assert prediction["keep_probabilities"] == pytest.approx(keep[tokens].tolist(), abs=1e-5)
    result = prune(model, query, [[passage]], zero_score_when_empty=False)
    assert result["sentence_probabilities"][0] == pytest.approx([keep[tokens].double().mean().item()], abs=1e-5)
    if mode == PRUNING_ONLY:
        assert result["reranking_score"] == [None] == model.predict([(query, passage)])
        assert prediction["ranking_score"] is None
    else:
        score = model.ranking_scores(output.logits)[0].item()
        assert result["reranking_score"] == pytest.approx([score], abs=1e-5)
        assert prediction["ranking_score"] == pytest.approx(score, abs=1e-5)
        assert model.predict((query, passage)) == pytest.approx(score, abs=1e-5)


def test_predict_is_what_cross_encoder_gives(package, model):
    cross_encoder = pytest.importorskip("sentence_transformers").CrossEncoder(str(package()), trust_remote_code=True)
    pairs = [(QUERY, passage) for passage in [*PASSAGES, LONG, ""]]
    assert model.predict(pairs, batch_size=2) == pytest.approx(cross_encoder.predict(pairs).tolist(), abs=1e-5)
    assert model.predict([]) == model.predict_with_pruning([]) == []


def test_one_pair_gives_one_prediction(model):
    (listed,) = model.predict_with_pruning([("ab", "cd")])
    assert model.predict_with_pruning(("ab", "cd")) == model.predict_with_pruning(["ab", "cd"]) == listed
    assert model.predict(["ab", "cd"]) == model.predict([("ab", "cd")])[0]
    assert model.predict(("ab", "cd")) == pytest.approx(listed["ranking_score"], abs=1e-6)


def test_many_labels_with_scores_of_their_own(package):
    """Each label has a score; the last one is the passage's."""
    directory = package(labels=3, activation="identity")
    model, tokenizer = load(directory), load_tokenizer(directory)
    logits = run(model, tokenizer([QUERY], [PASSAGES[0]], return_tensors="pt")).logits[0]
    assert len(logits) == 3
    assert model.predict([(QUERY, PASSAGES[0])]) == pytest.approx([logits[-1].item()], abs=1e-5)
    score = prune(model, QUERY, PASSAGES[0], threshold=0)["reranking_score"]
    assert score == pytest.approx(logits[-1].item(), abs=1e-5)


@pytest.mark.parametrize("mode", MODES)
def test_the_order_of_blocks_does_not_matter(package, monkeypatch, mode):
    model = load(package(mode=mode), mode)
    expected = prune(model, QUERY, LONG * 3)
    run_rows = type(model)._run_rows

    def shuffled(self, rows, *arguments):
        assert len(rows) > 10
        order = random.Random(1).sample(range(len(rows)), len(rows))
        results = dict(zip(order, run_rows(self, [rows[number] for number in order], *arguments)))
        return [results[number] for number in range(len(rows))]

    monkeypatch.setattr(type(model), "_run_rows", shuffled)
    again = prune(model, QUERY, LONG * 3, batch_size=5)
    assert again["pruned_context"] == expected["pruned_context"]
    assert again["sentence_probabilities"] == pytest.approx(expected["sentence_probabilities"], abs=1e-5)
    if mode == RERANKING_PRUNING:
        assert again["reranking_score"] == pytest.approx(expected["reranking_score"], abs=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_token_is_scored_and_no_pass_too_long(package, monkeypatch, family):
    directory = package(family=family)
    model, tokenizer = load(directory), load_tokenizer(directory)
    lengths = []
    forward = type(model).forward

    def watched(self, *arguments, **options):
        lengths.append(options["attention_mask"].sum(dim=1).max().item())
        return forward(self, *arguments, **options)

    monkeypatch.setattr(type(model), "forward", watched)
    long_sentence = LONG.replace(".", ",")
    for text in (LONG, long_sentence, LONG[:100] + long_sentence + LONG):
        (prediction,) = model.predict_with_pruning([(QUERY, text)])
        encoded = tokenizer([QUERY], [text], return_offsets_mapping=True, verbose=False)
        offsets = [o for o, s in zip(encoded["offset_mapping"][0], encoded.sequence_ids(0)) if s == 1]
        assert prediction["offsets"] == offsets
        assert len(prediction["keep_probabilities"]) == len(offsets) == len(prediction["pruning_mask"])
    assert max(lengths) <= model.config.max_input_length


def test_a_query_without_room_is_an_error(model):
    with pytest.raises(ValueError, match="leaves no room for the passage.* of 64"):
        prune(model, " ".join(["reef"] * 61), LONG)
    assert prune(model, " ".join(["reef"] * 60), PASSAGES[0])["sentence_probabilities"]


def test_results_do_not_depend_on_neighbours_or_batches(model):
    contexts = [LONG, *PASSAGES, "", LONG[:200]]
    alone = [prune(model, QUERY, context) for context in contexts]
    for batch_size in (1, 2, 100):
        for order in (range(len(contexts)), reversed(range(len(contexts)))):
            order = list(order)
            together = prune(model, QUERY, [contexts[n] for n in order], batch_size=batch_size)
            for place, number in enumerate(order):
                assert together["pruned_context"][place] == alone[number]["pruned_context"]
                assert together["reranking_score"][place] == pytest.approx(alone[number]["reranking_score"], abs=1e-5)
                assert together["sentence_probabilities"][place] == pytest.approx(
                    alone[number]["sentence_probabilities"], abs=1e-5
                )


@pytest.mark.parametrize("aggregation", ["mean", "majority"])
def test_thresholds(package, monkeypatch, aggregation):
    model = load(package())
    monkeypatch.setattr(model.config, "pruning_aggregation", aggregation)
    last = None
    for threshold in (0.0, 0.3, 0.45, 0.5, 0.55, 0.7, 1.0):
        result = prune(model, QUERY, LONG, threshold=threshold)
        kept = [probability > threshold for probability in result["sentence_probabilities"]]
        assert result["pruned_context"] == "".join(result["kept_sentences"])
        assert len(result["kept_sentences"]) == sum(kept)
        assert last is None or all(before or not now for before, now in zip(last, kept))
        last = kept
    assert not any(last) and result["reranking_score"] == 0.0 and result["compression_rate"] == 100
    (tokens,) = model.predict_with_pruning([(QUERY, PASSAGES[1])])
    values = tokens["keep_probabilities"]
    (probability,) = prune(model, QUERY, [[PASSAGES[1]]])["sentence_probabilities"][0]
    if aggregation == "mean":
        assert probability == pytest.approx(sum(values) / len(values), abs=1e-6)
    else:
        for threshold in [value + step for value in values for step in (-1e-3, 1e-3)]:
            assert (probability > threshold) == (sum(value > threshold for value in values) > len(values) / 2)
    monkeypatch.setattr(model.config, "pruning_threshold", 0.0)
    assert prune(model, QUERY, LONG)["pruned_context"] == LONG


def test_scores_of_the_best_pass_and_of_the_first(model):
    best = prune(model, QUERY, LONG, zero_score_when_empty=False)["reranking_score"]
    first = prune(model, QUERY, LONG, zero_score_when_empty=False, use_best_reranker_score=False)["reranking_score"]
    assert best >= first
    assert prune(model, QUERY, LONG, threshold=1)["reranking_score"] == 0.0
    assert prune(model, QUERY, LONG, threshold=1, zero_score_when_empty=False)["reranking_score"] == best


def test_titles_are_scored_in_their_own_right(model):
    context = PASSAGES[0]
    result = prune(model, QUERY, context, " The reef\n", threshold=0)
    assert result["title"] == "The reef\n" and result["pruned_context"] == context
    assert result["kept_sentences"][0] == "The reef\n"
    (tokens,) = model.predict_with_pruning([(QUERY, "The reef\n" + context)])
    title = [p for p, (start, _) in zip(tokens["keep_probabilities"], tokens["offsets"]) if start < len("The reef")]
    first = [
        p for p, (start, _) in zip(tokens["keep_probabilities"], tokens["offsets"])
        if len("The reef\n") <= start < len("The reef\n") + context.index(".") + 1
    ]  # fmt: skip
    assert result["sentence_probabilities"][0] == pytest.approx(sum(title) / len(title), abs=1e-6)
    assert result["sentence_probabilities"][1] == pytest.approx(sum(first) / len(first), abs=1e-6)


def test_titles_of_many(model):
    titled = prune(model, QUERY, PASSAGES, ["a", None, " "])
    assert titled["title"] == ["a\n", None, None]
    assert prune(model, QUERY, PASSAGES, "a")["title"] == ["a\n"] * 3
    assert prune(model, [QUERY, "sky"], PASSAGES[:2], ["a", "b"])["title"] == ["a\n", "b\n"]
    nested = prune(model, [QUERY, "sky"], [PASSAGES, PASSAGES[:1]], [["a", "b", "c"], ["d"]])
    assert nested["title"] == [["a\n", "b\n", "c\n"], ["d\n"]]
    several = prune(model, QUERY, [PASSAGES[0]], [[["a", "b"]]], threshold=0)
    assert several["title"] == [["a\n", "b\n"]] and several["kept_sentences"][0][:2] == ["a\n", "b\n"]
    with pytest.raises(ValueError, match="a title for each context"):
        prune(model, QUERY, PASSAGES, ["a", "b"])


def test_the_first_line_as_title(model):
    contexts = ["\n  The reef \r\nThe sea is warm. Rain.", ["", "A title.\n", "The sea."], "alone", ""]
    result = prune(model, QUERY, contexts, None, True, threshold=0)
    assert result["title"] == ["The reef\n", "A title.\n", "alone\n", None]
    assert result["pruned_context"] == ["The sea is warm. Rain.", "The sea.", "", ""]
    with pytest.raises(ValueError, match="first_line_as_title"):
        prune(model, QUERY, contexts, "a", True)


def test_a_splitter_of_ones_own(model):
    context = "  one, two ,three\n"
    result = prune(model, QUERY, context, threshold=0, sentence_splitter=lambda text: ["one,", "two", ",three"])
    assert result["kept_sentences"] == ["  one, ", "two ", ",three\n"] and result["pruned_context"] == context
    by_language = {"en": lambda text: text.splitlines(keepends=True), "xx": lambda text: []}
    assert prune(model, QUERY, "a\nb", threshold=0, sentence_splitter=by_language, language="en")["kept_sentences"] == [
        "a\n", "b",
    ]  # fmt: skip
    assert prune(model, QUERY, "a b", threshold=0, sentence_splitter=by_language, language="xx")["kept_sentences"] == ["a b"]
    with pytest.raises(ValueError, match="'de'"):
        prune(model, QUERY, "a", sentence_splitter=by_language, language="de")
    with pytest.raises(ValueError, match="does not have"):
        prune(model, QUERY, "a", sentence_splitter=lambda text: ["b"])


def test_empty_contexts(model):
    result = prune(model, QUERY, ["", " \n", "\u200b"])
    assert result["pruned_context"][0] == "" and result["reranking_score"][:2] == [0.0, 0.0]
    assert without_timing(prune(model, QUERY, [])) == {
        "pruned_context": [], "reranking_score": [], "compression_rate": [], "title": [], "kept_sentences": [],
        "removed_sentences": [], "sentence_probabilities": [],
    }  # fmt: skip


def test_a_model_in_training_stays_so_and_is_not_disturbed(package):
    model = load(package())
    expected = prune(model, QUERY, LONG)["sentence_probabilities"]
    model.train()
    assert prune(model, QUERY, LONG)["sentence_probabilities"] == expected
    assert model.training and model.pruning_head.training
    model.encoder.eval()
    before = {name: module.training for name, module in model.named_modules()}
    model.predict([(QUERY, LONG)])
    assert {name: module.training for name, module in model.named_modules()} == before


def test_arguments_of_openprovence_are_taken(model):
    messages = []
    result = prune(
        model, QUERY, LONG, debug_messages=messages.append, enable_warnings=False, respect_sentence_boundaries=True,
        preprocess_workers=0, preprocess_batch_size=4, torch_dataloader_kwargs={}, show_inference_progress=False,
    )  # fmt: skip
    assert without_timing(result) == without_timing(prune(model, QUERY, LONG)) and "total_seconds" in messages[0]


def test_the_tokenizer_comes_from_where_the_model_came_from(package, tmp_path, monkeypatch):
    """From a Hub cache, at its revision, without the network; and after a directory change."""
    commit = "0123456789abcdef0123456789abcdef01234567"
    put_into_hub_cache(tmp_path / "cache", "org/tiny", {commit: package()}, {"main": commit})
    model = AutoModelForSequenceClassification.from_pretrained(
        "org/tiny", trust_remote_code=True, cache_dir=tmp_path / "cache", local_files_only=True
    )
    expected = prune(load(package()), QUERY, LONG)
    assert without_timing(prune(model, QUERY, LONG)) == without_timing(expected)
    monkeypatch.chdir(package().parent)
    relative = load(package().name)
    monkeypatch.chdir(tmp_path)
    assert without_timing(prune(relative, QUERY, LONG)) == without_timing(expected)


def test_a_new_model_needs_a_tokenizer(package):
    model = load(package())
    new = type(model)(model.config)
    assert new.tokenizer is None and dict(inspect.getmembers(new))["tokenizer"] is None
    for ask in (lambda: new.process(QUERY, LONG), lambda: new.predict([(QUERY, LONG)])):
        with pytest.raises(ValueError, match="set model.tokenizer"):
            ask()
    new.tokenizer = load_tokenizer(package())
    assert new.predict([(QUERY, LONG)])


def test_splitting(model):
    """The pieces are the text, and stay as they are; Tests/Pruning compares them with the command's."""
    module = sys.modules[type(model).__module__]
    chooser = random.Random(5)
    for text in [texts.soup(chooser) for _ in range(1500)] + [document for _, document in texts.pairs(60)]:
        pieces = module.split_sentences(text)
        assert "".join(pieces) == text
        for piece in pieces:
            assert module.split_sentences(piece) == [piece]


def test_the_document_names_the_same_sets_and_words(model):
    module = sys.modules[type(model).__module__]
    document = (REPOSITORY / "docs/sentence-splitting.md").read_text(encoding="utf-8")
    words = [set(block.split()) for block in document.split("```\n")[1::2]]
    names = ("_NEVER", "_MAYBE", "_BEFORE_NUMBER", "_STARTERS", "_AFTER_ORDINAL")
    assert words == [set(getattr(module, name)) for name in names]

    rows = dict(re.findall(r"^\| ([^|]+) \| (.*U\+[^|]*) \|$", document, re.MULTILINE))
    named = {}
    for name, text in rows.items():
        named[name] = set()
        pattern = r"U\+([0-9A-F]{4,5})(?:–([0-9A-F]{4,5}))?( every second)?"
        for first, last, every_second in re.findall(pattern, text):
            named[name].update(range(int(first, 16), int(last or first, 16) + 1, 2 if every_second else 1))
    sets = {
        "line ends": module._LINE_ENDS, "spaces": module._SPACES, "hard marks": module._is_hard,
        "soft marks": module._SOFT, "brackets among them": module._BRACKETS, "closing": module._CLOSING,
        "Han and Kana": module._is_cjk, "script without marks": module._is_spaceless,
        "combining": module._is_combining, "continuing": module._CONTINUING, "unfinished": module._UNFINISHED,
        "particles": module._PARTICLES, "saying": module._SAYING, "lower-case letters": module._LOWER,
        "letters": re.compile(f"[{module._LETTERS}]"), "digits": "0123456789",
        "stops": module._word_stop - set(module._WHITE),
    }
    for name, value in sets.items():
        if isinstance(value, re.Pattern):
            value = [chr(scalar) for scalar in range(0x110000) if value.match(chr(scalar))]
        assert named.pop(name) == {ord(character) for character in value}, name
    assert named.pop("opening") | {ord(opener) for opener in module._PAIRS} == {ord(c) for c in module._OPENING}
    named.pop("pairs")
    pairs = {}
    for opener, closers in re.findall(r"U\+(\S+) by ([^;]+)", rows["pairs"]):
        pairs[chr(int(opener, 16))] = {chr(int(closer, 16)) for closer in re.findall(r"U\+([0-9A-F]+)", closers)}
    assert pairs == {opener: set(closers) for opener, closers in module._PAIRS.items()}
    assert not named, "sets that no code has"
    for number in ("_PAIR_REACH", "_PAIR_DEPTH", "_PIECE_LIMIT", "_WRAPPED_LENGTH", "_SPACELESS_LENGTH", "_RUN_LIMIT"):
        value = getattr(module, number)
        assert re.search(rf"\b({value}|{ {4: 'four'}.get(value, value)})\b", document), number


@pytest.mark.parametrize(
    "bit",
    [
        "(", '" ', '"', "「a", "あ。", "A\n\n", "a\n", "```\n", "````\n~~~\n", "|a", "a ", "Word. ", "1.1.1", "\r\n",
        "a.[1]", "[1]", ". ", ".", "。", "！?", ")", "`", "*", "กข ", "e\u0301", "\u0301", "- ", "#", " ", "(a)",
    ],
)  # fmt: skip
def test_time_is_linear(model, bit):
    """Ten times the text takes about ten times as long, whatever it is made of."""
    split = sys.modules[type(model).__module__].split_sentences

    def seconds(count):
        times = []
        for text in (bit * count, "a." + bit * count + "b"):
            began = time.process_time()
            split(text)
            times.append(time.process_time() - began)
        return max(times)

    assert min(seconds(40_000) for _ in range(2)) < 40 * min(seconds(4_000) for _ in range(3)) + 0.02


@pytest.mark.parametrize("mode", [RERANKING_PRUNING])
def test_process_after_saving_again(package, tmp_path, mode):
    load(package(mode=mode), mode).save_pretrained(tmp_path / "again")
    again = prune(load(tmp_path / "again", mode), QUERY, LONG)
    assert without_timing(again) == without_timing(prune(load(package(mode=mode), mode), QUERY, LONG))
