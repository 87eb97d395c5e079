"""`pruning-pack eval` against scikit-learn's metrics, on the numbers that `prune` gives for the same passages."""

import json
import random
import shutil
import subprocess

import numpy
import pytest
import yaml
from binary import PRUNING_PACK, attempt, pruning_pack
from packages import EXAMPLE, pack_example
from sklearn.metrics import fbeta_score, precision_score, recall_score, roc_auc_score
from support import rewrite

pytestmark = pytest.mark.one_version
THRESHOLDS = [0, 0.2, 0.5, 0.8, 1]
FACTS = [
    ("How tall is the tower?", "The tower is 30 meters tall. ", "Its walls are made of stone. "),
    ("When was the bridge built?", "The bridge was built in 1894. ", "Two trains cross it every day. "),
    ("What does the whale eat?", "The whale eats small fish. ", "It swims in cold water. "),
    ("Where does the river begin?", "The river begins in the mountains. ", "Wäsche trocknet 😀 im Wind. "),
]
FILLERS = ["Bread dough needs time to rise. ", "The committee met on Tuesday.\n\n", "A hot oven gives a good crust. "]


def labelled(count, seed=3):
    """Passages with spans, with sentences and with nothing but relevance, some without an answer."""
    rng = random.Random(seed)
    for number in range(count):
        query, answer, other = rng.choice(FACTS)
        pieces = [other, *rng.sample(FILLERS, 2)]
        has_answer = rng.random() < 0.6
        place = rng.randrange(len(pieces))
        if has_answer:
            pieces.insert(place, answer)
        line = {"query": query, "document": "".join(pieces), "extra": number}
        start = len("".join(pieces[:place]))
        if number % 3 == 0:
            line["spans"] = [[start, start + len(answer) // 2], [start + 3, start + len(answer)]] if has_answer else []
        elif number % 3 == 1:
            line |= {"document": pieces, "sentences": [place] if has_answer else []}
        else:
            line["relevant"] = has_answer
        yield line


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """It has recorded outputs, too."""
    flags = ("--reference", EXAMPLE / "reference_outputs.json")
    return pack_example(tmp_path_factory.mktemp("eval") / "tiny-pruner", *flags)


@pytest.fixture(scope="module")
def lines():
    return list(labelled(150))


@pytest.fixture(scope="module")
def file(trained, lines):
    file = trained.parent / "dev.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def evaluate(package, file, *options):
    return json.loads(pruning_pack("eval", package, "--input", file, "--format", "json", *options))


@pytest.fixture(scope="module")
def result(trained, file):
    return evaluate(trained, file, "--thresholds", ",".join(map(str, THRESHOLDS)))


class Reference:
    """What `prune` gives, character by character."""

    def __init__(self, package, lines, directory):
        pairs = directory / "pairs.jsonl"
        texts = [{"query": x["query"], "documents": ["".join(x["document"])]} for x in lines]
        pairs.write_text("".join(json.dumps(x) + "\n" for x in texts), encoding="utf-8")
        self.truth, self.scores, self.owners, self.relevant, self.ranking, self.queries = [], [], [], [], [], []
        self.passages = []
        answers = pruning_pack("prune", package, "--input", pairs, "--threshold", "0", "--format", "json").splitlines()
        for number, (line, answer) in enumerate(zip(lines, map(json.loads, answers))):
            sentences = answer["kept_sentences"] + answer["removed_sentences"]
            text = "".join(line["document"])
            # Above 0 everything is kept, and so in order.
            assert "".join(sentences) == text
            gold = numpy.zeros(len(text), bool)
            for start, end in line.get("spans", []):
                gold[start:end] = True
            if "sentences" in line:
                bounds = numpy.cumsum([0, *map(len, line["document"])])
                for index in line["sentences"]:
                    gold[bounds[index] : bounds[index + 1]] = True
                assert sentences == line["document"]
            is_labelled = "relevant" not in line
            chances = numpy.concatenate(
                [[p] * len(s) for s, p in zip(sentences, answer["sentence_probabilities"])]
            )
            if is_labelled:
                shown = numpy.array([not c.isspace() for c in text])
                self.truth.append(gold[shown])
                self.scores.append(chances[shown])
                self.owners += [number] * shown.sum()
            has_answer = bool(gold.any()) if is_labelled else line["relevant"]
            self.passages.append((chances, has_answer))
            self.relevant.append(has_answer)
            self.ranking.append(answer["reranking_score"])
            self.queries.append(line["query"])
        self.truth, self.scores = numpy.concatenate(self.truth), numpy.concatenate(self.scores)

    def compression(self, threshold, wanted=(True, False)):
        return numpy.mean([100 * (c <= threshold).mean() for c, has in self.passages if has in wanted])


@pytest.fixture(scope="module")
def reference(trained, lines, tmp_path_factory):
    return Reference(trained, lines, tmp_path_factory.mktemp("reference"))


def near(figure, expected):
    assert figure["value"] == pytest.approx(expected, abs=1e-9)
    assert figure["low"] - 1e-9 <= figure["value"] <= figure["high"] + 1e-9


def test_areas_are_scikit_learns(result, reference):
    near(result["rank_auc"], roc_auc_score(reference.relevant, reference.ranking))
    near(result["keep_auc"], roc_auc_score(reference.truth, reference.scores))
    pairs = [
        1 if a > b else 0.5 if a == b else 0
        for a, x, p in zip(reference.ranking, reference.relevant, reference.queries) if x
        for b, y, q in zip(reference.ranking, reference.relevant, reference.queries) if not y and p == q
    ]  # fmt: skip
    near(result["rank_accuracy"], numpy.mean(pairs))


def test_figures_at_thresholds_are_scikit_learns(result, reference):
    rows = {row["threshold"]: row for row in result["thresholds"]}
    assert set(THRESHOLDS) <= set(rows)
    for threshold, row in rows.items():
        kept = reference.scores > threshold
        if kept.any():
            near(row["precision"], precision_score(reference.truth, kept))
        else:
            assert row["precision"] is None
        near(row["recall"], recall_score(reference.truth, kept))
        for beta in (1, 2):
            near(row[f"f{beta}"], fbeta_score(reference.truth, kept, beta=beta, zero_division=0))
        near(row["compression"], reference.compression(threshold))
        near(row["compression_with_answer"], reference.compression(threshold, [True]))
        near(row["compression_without_answer"], reference.compression(threshold, [False]))


def test_the_advised_threshold_is_the_highest(trained, file, reference):
    result = evaluate(trained, file, "--recall", "0.8", "--thresholds", "0.5")
    steps = [step / 1000 for step in range(1000)]
    assert result["recommended_threshold"] == max(
        t for t in steps if recall_score(reference.truth, reference.scores > t) >= 0.8
    )


def test_intervals_are_the_bootstraps(result, reference):
    """NumPy's own draws of passages: the ends agree as far as 400 draws tell them."""
    rng = numpy.random.default_rng(0)
    owners, count = numpy.array(reference.owners), len(reference.passages)
    areas = []
    for _ in range(400):
        weights = numpy.bincount(rng.integers(0, count, count), minlength=count)[owners]
        areas.append(roc_auc_score(reference.truth, reference.scores, sample_weight=weights))
    low, high = numpy.quantile(areas, [0.025, 0.975])
    assert high - low > 0.01
    assert result["keep_auc"]["low"] == pytest.approx(low, abs=0.25 * (high - low))
    assert result["keep_auc"]["high"] == pytest.approx(high, abs=0.25 * (high - low))


def test_counts(result, lines):
    assert result["passages"] == 150 and result["queries"] == len(FACTS)
    assert result["labelled"] == 100 and result["bootstrap_samples"] == 1000
    assert 1 <= len(result["worst"]) <= 10
    losses = [worst["loss"] for worst in result["worst"]]
    assert losses == sorted(losses, reverse=True)


def test_the_same_on_any_number_of_threads(trained, file, result):
    again = evaluate(trained, file, "--thresholds", ",".join(map(str, THRESHOLDS)), "--threads", "1")
    for row, other in zip(result["thresholds"], again["thresholds"]):
        assert row["f2"] == pytest.approx(other["f2"], abs=1e-9)


def test_an_encoder_has_no_ranking(package, file):
    result = evaluate(package(mode="pruning_only"), file, "--thresholds", "0.5")
    assert result["rank_auc"] is None and result["keep_auc"]["value"] >= 0


def test_relevance_alone(trained, tmp_path, lines):
    file = tmp_path / "relevance.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines if "relevant" in line), encoding="utf-8")
    result = evaluate(trained, file)
    assert result["keep_auc"] is None and result["rank_auc"]["value"] > 0
    assert all(row["f2"] is None for row in result["thresholds"])
    assert result["recommended_threshold"] is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"query": "q", "document": "d"}', "the passage is not labelled: expected spans"),
        ('{"query": "q", "document": "d", "spans": [[0, 9]]}', "the span is outside"),
        ('{"query": "q", "document": "d", "sentences": [4]}', "the document has no such"),
        ('{"query": "q"', "bad.jsonl"),
    ],
)
def test_a_bad_line_is_named(trained, tmp_path, line, message):
    file = tmp_path / "bad.jsonl"
    file.write_text('{"query": "q", "document": "d", "spans": []}\n' + line + "\n", encoding="utf-8")
    code, output, errors = attempt("eval", trained, "--input", file)
    assert code == 1 and ", line 2" in errors and message in errors and not output, errors


def test_an_empty_set_is_refused(trained, tmp_path):
    (tmp_path / "empty.jsonl").write_text("\n")
    assert attempt("eval", trained, "--input", tmp_path / "empty.jsonl")[0] == 1
    assert attempt("eval", trained, "--input", tmp_path / "missing.jsonl")[0] == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"query": "q", "document": "", "sentences": [0]}, "expected none, as the document is empty, found 0"),
        ({"query": "q", "document": ["a. ", "b."], "sentences": [2]}, "expected 0 to 1, found 2"),
    ],
)
def test_a_sentence_that_is_not_there_is_named(trained, tmp_path, line, message):
    (tmp_path / "bad.jsonl").write_text(json.dumps(line) + "\n")
    code, output, errors = attempt("eval", trained, "--input", tmp_path / "bad.jsonl")
    assert code == 1 and message in errors and not output, errors


def test_compression_is_from_0_to_100(trained, tmp_path):
    """Shares of 1/3 and 1/49 do not add up to 1, and of an empty passage nothing is dropped."""
    file = tmp_path / "shares.jsonl"
    many = [{"query": "q", "document": ["ab "] * count, "spans": []} for count in (3, 7, 49)]
    file.write_text("".join(json.dumps(line) + "\n" for line in many), encoding="utf-8")
    rows = {row["threshold"]: row for row in evaluate(trained, file, "--thresholds", "0,1")["thresholds"]}
    assert rows[0]["compression"] == {"value": 0, "low": 0, "high": 0}
    assert all(100 - 1e-9 < figure <= 100 for figure in rows[1]["compression"].values())
    file.write_text(json.dumps({"query": "q", "document": "", "spans": []}) + "\n")
    rows = evaluate(trained, file, "--thresholds", "0,1")["thresholds"]
    assert [row["compression_without_answer"]["value"] for row in rows] == [0] * len(rows)


def test_a_set_without_answers_has_no_threshold_to_advise(trained, tmp_path):
    (tmp_path / "none.jsonl").write_text('{"query": "q", "document": "It is old.", "spans": []}\n')
    output = pruning_pack("eval", trained, "--input", tmp_path / "none.jsonl")
    assert "nothing in any passage answers: no threshold to recommend" in output
    assert "no threshold has" not in output


def test_the_card_gets_the_figures(trained, copied, file, result, tmp_path):
    from huggingface_hub import ModelCard

    target = copied()
    before = yaml.safe_load((target / "README.md").read_text().split("---")[1])
    pruning_pack("eval", target, "--input", file, "--write-card")
    pruning_pack("eval", target, "--input", file, "--write-card", "--dataset", "someone/else")
    pruning_pack("eval", target, "--input", file, "--write-card")
    card = ModelCard.load(target / "README.md")
    after = yaml.safe_load((target / "README.md").read_text().split("---")[1])
    index = after.pop("model-index")
    assert after == before
    assert [one["dataset"]["name"] for one in index[0]["results"]] == ["someone/else", "dev"]
    figures = {(one.dataset_name, one.metric_type): one.metric_value for one in card.data.eval_results}
    own = evaluate(target, file, "--thresholds", "0.5")
    assert figures["dev", "keep_auc"] == round(own["keep_auc"]["value"], 4)
    # Nothing else of the package has changed for `verify`.
    assert not any("CARD007" in line for line in attempt("verify", target, "--format", "concise")[1].splitlines())


def test_the_card_is_looked_at_first(copied, tmp_path):
    target = copied()
    (target / "README.md").unlink()
    (tmp_path / "bad.jsonl").write_text("{")
    code, _, errors = attempt("eval", target, "--input", tmp_path / "bad.jsonl", "--write-card")
    assert code == 2 and "README.md" in errors, errors
    (target / "README.md").write_text("no front matter")
    code, _, errors = attempt("eval", target, "--input", tmp_path / "bad.jsonl", "--write-card")
    assert code == 1 and "the card has no front matter" in errors, errors


def test_a_lost_signature_is_said(copied, file):
    target = copied()
    (target / "model.sig").write_text("{}")
    code, _, errors = attempt("eval", target, "--input", file, "--write-card")
    assert code == 0 and "its signature no longer holds" in errors, errors
    # Nothing has changed, and so nothing is lost.
    assert "no longer holds" not in attempt("eval", target, "--input", file, "--write-card")[2]


def test_the_gate_holds_figures_to_bounds(trained, file, result):
    own = next(row for row in result["thresholds"] if row["threshold"] == 0.5)["f2"]["value"]
    bound = f"f2={own - 0.01:.4f}"
    assert attempt("verify", trained, "--eval", file, "--min", bound, "--quiet")[0] == 0
    code, output, _ = attempt("verify", trained, "--eval", file, "--min", f"f2={own + 0.01:.4f}", "--format", "json")
    assert code == 1
    found = [f for f in json.loads(output)["findings"] if f["rule"] == "RUN010"]
    assert len(found) == 1 and found[0]["severity"] == "error" and f"{own:.3f}" in found[0]["found"]
    assert attempt("verify", trained, "--min", bound)[0] == 64
    assert attempt("verify", trained, "--eval", file)[0] == 64
    assert attempt("verify", trained, "--eval", file, "--min", "f3=1")[0] == 64
    assert attempt("verify", trained, "--eval", "/nowhere", "--min", bound)[0] == 2


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("github", "file=sets/dev.jsonl"),
        ("gitlab", '"path": "sets/dev.jsonl"'),
        ("sarif", '"uri": "sets/dev.jsonl"'),
        ("concise", "sets/dev.jsonl: error RUN010"),
    ],
)
def test_the_gate_names_the_set_where_it_is(trained, file, tmp_path, monkeypatch, form, place):
    """And not as a file of the package."""
    (tmp_path / "sets").mkdir()
    shutil.copy(file, tmp_path / "sets/dev.jsonl")
    monkeypatch.chdir(tmp_path)
    output = attempt("verify", trained, "--eval", "sets/dev.jsonl", "--min", "f2=1", "--format", form)[1]
    assert place in output, output
    (tmp_path / "sets/dev.jsonl").write_text('\n{"query": "q", "document": "d", "sentences": [4]}\n')
    output = attempt("verify", trained, "--eval", "sets/dev.jsonl", "--min", "f2=1", "--format", form)[1]
    assert place in output and "line 2: the document has no such sentence" in output, output


def test_the_gate_reads_a_pipe(trained, copied, file):
    """Once, and verifies two packages with it."""
    with open(file, "rb") as source:
        arguments = ["verify", trained, copied(), "--eval", "-", "--min", "recall=0", "--format", "json"]
        pipe = subprocess.Popen(["cat"], stdin=source, stdout=subprocess.PIPE)
        ran = subprocess.run([PRUNING_PACK, *map(str, arguments)], stdin=pipe.stdout, capture_output=True, timeout=600)
        pipe.wait()
    assert ran.returncode in (0, 1), ran.stderr
    for report in map(json.loads, ran.stdout.splitlines()):
        status = {rule["rule"]: rule["status"] for rule in report["rules"]}
        assert status["RUN010"] == "passed", report["package"]


def test_the_advice_is_about_what_is_wrong(trained, tmp_path):
    """A model whose numbers are not finite is not the labelled set's fault."""
    package = shutil.copytree(trained, tmp_path / "huge")
    name = "bert.encoder.layer.3.output.dense.weight"
    rewrite(package / "ranking_model/model.safetensors", lambda tensors: tensors[name].mul_(1e38))
    (tmp_path / "one.jsonl").write_text('{"query": "q", "document": "It is old.", "spans": []}\n')
    output = attempt("verify", package, "--eval", tmp_path / "one.jsonl", "--min", "recall=0", "--format", "json")[1]
    found = [one for one in json.loads(output)["findings"] if one["rule"] == "RUN010"]
    assert len(found) == 1 and found[0]["problem"].endswith("is not finite"), found
    assert "labelled set" not in found[0]["fix"], found
