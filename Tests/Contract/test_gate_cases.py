"""Changes of a good package whose outcome in both transformers versions is known: the gate gives the right verdict."""

import json
import shutil
from pathlib import Path

import pytest
from binary import REPOSITORY, attempt, pruning_pack

pytestmark = pytest.mark.one_version
CASES = json.loads((Path(__file__).parent / "cases/gate.json").read_text(encoding="utf-8"))
EXAMPLE = REPOSITORY / "examples/tiny-pruner"


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    output = tmp_path_factory.mktemp("good") / "tiny-pruner"
    pruning_pack(
        "save", "--output", output, "--ranking-model", EXAMPLE / "ranking_model", "--pruning-head",
        EXAMPLE / "pruning_head.safetensors", "--reference", EXAMPLE / "reference_outputs.json",
        "--license", "apache-2.0", "--language", "en", "--quiet",
    )
    # The outcomes were measured with the class that says nothing of its own: BERT's obeys settings that it leaves alone.
    for file in (output / "tokenizer_config.json", output / "ranking_model/tokenizer_config.json"):
        settings = json.loads(file.read_text(encoding="utf-8"))
        settings["tokenizer_class"] = "PreTrainedTokenizerFast"
        file.write_text(json.dumps(settings, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return output


def patched(document, changes):
    for change in changes:
        *path, last = [part.replace("~1", "/").replace("~0", "~") for part in change["path"].split("/")[1:]]
        place = document
        for part in path:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if isinstance(place, list):
            last = len(place) if last == "-" else int(last)
        if change["op"] == "remove":
            del place[last]
        elif change["op"] == "add" and isinstance(place, list):
            place.insert(last, change["value"])
        else:
            place[last] = change["value"]


def apply(edit, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    if "hex" in edit:
        path.write_bytes(bytes.fromhex(edit["hex"]))
    elif "text" in edit:
        path.write_text(edit["text"], encoding="utf-8")
    elif "patch" in edit:
        document = json.loads(path.read_text(encoding="utf-8"))
        patched(document, edit["patch"])
        path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    else:
        text = path.read_text(encoding="utf-8")
        before, after, rest = text.partition(edit["after"]) if "after" in edit else ("", "", text)
        assert after == edit.get("after", "")
        if "replace" in edit:
            old, new = edit["replace"]
            assert old in rest
            rest = rest.replace(old, new, 1)
        text = before + after + edit.get("insert", "") + rest
        path.write_text(edit.get("prepend", "") + text + edit.get("append", ""), encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_verdict(good, tmp_path, case):
    package = tmp_path / "tiny-pruner"
    shutil.copytree(good, package)
    for file, edit in case["files"].items():
        apply(edit, package / file)
    code, output, problems = attempt("verify", package, "--format", "concise")
    assert code == {"accept": 0, "refuse": 1}[case["want"]], problems + output
