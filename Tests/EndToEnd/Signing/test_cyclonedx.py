"""Bills of materials, read by cyclonedx-python-lib."""

import hashlib
import json
import re

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import ComponentType
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from signing_command import run


def bill(*packages, cwd=None):
    text = run("verify", *packages, "--format", "cyclonedx", "--threads", "2", cwd=cwd).stdout
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    return text


def change_card(package, old, new):
    card = package / "README.md"
    text = card.read_text(encoding="utf-8")
    assert old in text
    card.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_package(package, tmp_path):
    text = bill(package)
    written = tmp_path / "bom.json"
    run("verify", package, "--report", f"cyclonedx={written}")
    assert written.read_text() == text == bill(package)
    read = Bom.from_json(json.loads(text))
    model = read.metadata.component
    assert model.type == ComponentType.MACHINE_LEARNING_MODEL
    assert [license.id for license in model.licenses] == ["Apache-2.0"]
    (ancestor,) = model.pedigree.ancestors
    assert str(ancestor.purl) == "pkg:huggingface/example/tiny"
    files = {component.name: component for component in read.components}
    present = {str(path.relative_to(package)): path for path in package.rglob("*") if path.is_file()}
    assert set(files) == set(present)
    for name, path in present.items():
        (digest,) = files[name].hashes
        assert digest.content == hashlib.sha256(path.read_bytes()).hexdigest()
    listed = "".join(f"{files[name].hashes[0].content}  {name}\n" for name in sorted(files))
    (digest,) = model.hashes
    assert digest.content == hashlib.sha256(listed.encode()).hexdigest()
    card = json.loads(text)["metadata"]["component"]["modelCard"]
    parameters = card["modelParameters"]
    assert parameters["architectureFamily"] == "bert" and parameters["task"] == "text-ranking"
    assert parameters["modelArchitecture"] == "BertForSequenceClassification"
    assert len(parameters["inputs"]) == 1 and len(parameters["outputs"]) == 2
    assert "quantitativeAnalysis" not in card


def test_what_a_card_says(package):
    change_card(
        package, "license: apache-2.0",
        "license: other\nlicense_name: tiny-1\nlicense_link: https://example.org/license\ndatasets:\n- example/pairs\n"
        "model-index:\n- name: tiny\n  results:\n  - task:\n      type: text-ranking\n    dataset:\n      type: example/pairs\n"
        "      name: Pairs\n    metrics:\n    - type: f2\n      value: 0.75",
    )  # fmt: skip
    lines = (package / "README.md").read_text().split("\n")
    title = next(index for index, line in enumerate(lines) if line.startswith("# "))
    lines[title] = "# acme/my-pruner"
    (package / "README.md").write_text("\n".join(lines))
    model = json.loads(bill(package))["metadata"]["component"]
    assert model["licenses"] == [{"license": {"name": "tiny-1", "url": "https://example.org/license"}}]
    assert (model["group"], model["name"], model["purl"]) == ("acme", "my-pruner", "pkg:huggingface/acme/my-pruner")
    assert model["modelCard"]["modelParameters"]["datasets"] == [{"type": "dataset", "name": "example/pairs"}]
    assert model["modelCard"]["quantitativeAnalysis"]["performanceMetrics"] == [
        {"type": "f2", "value": "0.75", "slice": "Pairs"}
    ]


def test_what_eval_measured(package, tmp_path):
    """The figures that `eval --write-card` puts into the card, all of them and no others."""
    answer = "It opened in 1901."
    records = [
        {"query": "When did it open?", "document": f"{answer} The keeper is old. It rains there.", "spans": [[0, len(answer)]]},
        {"query": "When did it open?", "document": "Nobody knows. It is late.", "spans": []},
    ]
    (tmp_path / "dev.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    run("eval", package, "--input", tmp_path / "dev.jsonl", "--write-card", "--dataset", "acme/dev")
    front = (package / "README.md").read_text(encoding="utf-8").split("---")[1]
    written = re.findall(r"type: (\w+)\n(?: +name: .*\n)? +value: ([0-9.]+)\n", front)
    assert len(written) == front.count("value:") >= 5
    measured = [(kind, float(value), "acme/dev") for kind, value in written]
    model = json.loads(bill(package))["metadata"]["component"]
    told = model["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]
    assert [(metric["type"], float(metric["value"]), metric["slice"]) for metric in told] == measured
    assert {"precision", "recall", "f2"} <= {metric["type"] for metric in told}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_name_is_the_heading(package, end):
    """Not a comment of the front matter, whatever ends the lines."""
    card = package / "README.md"
    lines = card.read_text(encoding="utf-8").split("\n")
    title = next(index for index, line in enumerate(lines) if line.startswith("# "))
    lines[title] = "# acme/my-pruner"
    lines.insert(1, "# acme/other")
    card.write_bytes(end.join(lines).encode())
    model = json.loads(bill(package))["metadata"]["component"]
    assert (model["group"], model["name"]) == ("acme", "my-pruner")


def test_several_packages(package, saved):
    value = json.loads(bill(package, saved))
    assert [component["type"] for component in value["components"]] == ["machine-learning-model"] * 2
    assert all(component["components"] for component in value["components"])


@pytest.mark.parametrize("change", [{"base_model_name_or_path": "a b</x>\u202e"}, {"mode": "nothing"}])
def test_a_package_with_faults(package, change):
    config = json.loads((package / "config.json").read_text())
    (package / "config.json").write_text(json.dumps({**config, **change}))
    text = run("verify", package, "--format", "cyclonedx", code=1).stdout
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    # Of a mode that nobody knows no task is told.
    parameters = json.loads(text)["metadata"]["component"]["modelCard"]["modelParameters"]
    assert ("task" in parameters) == ("mode" not in change)
    (package / "config.json").unlink()
    text = run("verify", package, "--format", "cyclonedx", code=1).stdout
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
