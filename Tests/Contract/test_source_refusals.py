"""Sources that are not what they seem: adapters, files that were not fetched, weights of 64 bits."""

import shutil

import peft
import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import make_checkpoint
from safetensors.torch import load_file, save_file
from support import difference, load
from transformers import AutoModelForSequenceClassification

PAGE = "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"


def save(checkpoint, package, *flags):
    return attempt(
        "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output", package,
        "--no-verify", *flags,
    )


@pytest.fixture
def checkpoint(tmp_path):
    return make_checkpoint(tmp_path / "checkpoint")


@pytest.mark.parametrize("is_beside", [False, True])
def test_an_adapter_is_refused_with_the_lines_that_merge_it(checkpoint, is_beside, tmp_path, monkeypatch):
    source = tmp_path / "adapted"
    if is_beside:
        shutil.copytree(checkpoint / "encoder", source)
    model = AutoModelForSequenceClassification.from_pretrained(checkpoint / "encoder")
    adapted = peft.get_peft_model(model, peft.LoraConfig(task_type="SEQ_CLS", target_modules=["query"]))
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora" in name:
                parameter.fill_(0.05)
    adapted.save_pretrained(source)
    for file in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(checkpoint / "encoder" / file, source)
    flags = ["--pruning-head", checkpoint / "head", "--output", tmp_path / "package", "--no-verify"]
    for option in ("--ranking-model", "--from"):
        code, _, errors = attempt("save", option, source, *flags)
        assert code == 1 and "adapter" in errors and "AutoPeftModelForSequenceClassification" in errors
    lines = errors[errors.index("peft.AutoPeft") :].strip().rstrip(")") + ")"
    monkeypatch.chdir(tmp_path)
    for line in lines.replace("\n", " ").split("; "):
        exec("import peft, transformers; " + line.strip())
    pruning_pack("save", "--ranking-model", tmp_path / "merged", *flags)
    merged = load_file(tmp_path / "package/ranking_model/model.safetensors")
    name = "bert.encoder.layer.0.attention.self.query.weight"
    before = load_file(checkpoint / "encoder/model.safetensors")[name]
    assert difference(merged[name], before) > 0.01
    assert difference(merged[name], adapted.merge_and_unload().state_dict()[name]) < 1e-6


def test_an_adapter_beside_a_package_is_refused(package, tmp_path):
    source = tmp_path / "source"
    shutil.copytree(package(), source)
    (source / "adapter_config.json").write_text("{}")
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "again")
    assert code == 1 and "adapter_config.json" in errors and "merge" not in errors


@pytest.mark.parametrize("name", ["model.safetensors", "pytorch_model.bin"])
@pytest.mark.parametrize("text,told", [(PAGE, "an HTML page"), (POINTER, "a Git LFS pointer")])
def test_weights_that_were_not_fetched(checkpoint, name, text, told, tmp_path):
    (checkpoint / "encoder/model.safetensors").unlink()
    (checkpoint / "encoder" / name).write_text(text)
    code, _, errors = save(checkpoint, tmp_path / "package")
    assert code == 1 and name in errors and told in errors


@pytest.mark.parametrize("text", ["Entry not found", "Invalid username or password.", '{"error":"Repository not found"}'])
def test_a_servers_answer_in_place_of_weights(checkpoint, text, tmp_path):
    (checkpoint / "encoder/model.safetensors").write_text(text)
    code, _, errors = save(checkpoint, tmp_path / "package")
    assert code == 1 and "not weights" in errors and text[:12] in errors


@pytest.mark.parametrize("name", ["tokenizer.json", "tokenizer_config.json", "config.json"])
@pytest.mark.parametrize("text,told", [(PAGE, "an HTML page"), (POINTER, "a Git LFS pointer")])
def test_settings_that_were_not_fetched(checkpoint, name, text, told, tmp_path):
    (checkpoint / "encoder" / name).write_text(text)
    code, _, errors = save(checkpoint, tmp_path / "package")
    assert code == 1 and name in errors and told in errors


def test_a_missing_tokenizer_names_the_version_that_makes_it(checkpoint, tmp_path):
    (checkpoint / "encoder/tokenizer.json").unlink()
    code, _, errors = save(checkpoint, tmp_path / "package")
    assert code == 1 and "transformers<5" in errors.replace("\n", " ")


def widen(checkpoint):
    for part in ("encoder", "head"):
        file = checkpoint / part / "model.safetensors"
        wide = {name: tensor.double() + 1e-12 for name, tensor in load_file(file).items()}
        save_file(wide, file, metadata={"format": "pt"})


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_weights_of_64_bits_are_stored_as_asked(checkpoint, dtype, tmp_path):
    widen(checkpoint)
    code, _, errors = save(checkpoint, tmp_path / "package")
    assert code == 1 and "F64" in errors and "--dtype" in errors
    for number, flags in enumerate((["--ranking-model", checkpoint / "encoder"], ["--from", checkpoint / "encoder"])):
        package = tmp_path / f"package{number}"
        pruning_pack(
            "save", *flags, "--pruning-head", checkpoint / "head", "--output", package, "--dtype", dtype, "--no-verify"
        )
        for source, stored in (("encoder", "ranking_model"), ("head", "pruning_head")):
            expected = load_file(checkpoint / source / "model.safetensors")
            found = load_file(package / stored / "model.safetensors")
            for name, tensor in expected.items():
                assert torch.equal(found[name], tensor.to(getattr(torch, dtype))), name
        load(package)


def test_a_value_that_32_bits_do_not_hold(checkpoint, tmp_path):
    file = checkpoint / "encoder/model.safetensors"
    content = {name: tensor.double() for name, tensor in load_file(file).items()}
    content["classifier.bias"][0] = 1e300
    save_file(content, file, metadata={"format": "pt"})
    code, _, errors = save(checkpoint, tmp_path / "package", "--dtype", "float32")
    assert code == 1 and "classifier.bias" in errors and "1e+300" in errors
