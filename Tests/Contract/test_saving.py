"""save_pretrained writes a package again: the same weights to the bit, and all that belongs to them."""

import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from checkpoints import MAIN_FAMILIES
from support import (
    ENCODER, MODES, assert_same_tensors, difference, encode, load, load_tokenizer, metadata, run, tensors,
)
from huggingface_hub import HfApi
from transformers import AutoConfig, AutoModelForSequenceClassification
from transformers.utils import hub, logging

CARRIED = ("README.md", "tokenizer.json", "tokenizer_config.json", "modeling_pruning_encoder.py")


def read(file):
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", MAIN_FAMILIES)
def test_round_trip(package, tmp_path, family, mode, dtype):
    directory, saved = package(mode=mode, family=family, dtype=dtype), tmp_path / "saved"
    load(directory, mode).save_pretrained(saved)

    assert_same_tensors(directory, saved)
    for file in CARRIED:
        assert (saved / file).read_bytes() == (directory / file).read_bytes()
    for file in ("tokenizer.json", "tokenizer_config.json"):
        assert (saved / ENCODER[mode] / file).read_bytes() == (directory / ENCODER[mode] / file).read_bytes()
    before, after = read(directory / "config.json"), read(saved / "config.json")
    after.pop("transformers_version")
    before.pop("transformers_version", None)
    assert after == before
    for file in ("pruning_encoder_config.json", "pruning_head/config.json"):
        assert read(saved / file) == read(directory / file)
    assert sorted(p.relative_to(saved) for p in saved.rglob("*") if p.is_file()) == sorted(
        p.relative_to(directory) for p in directory.rglob("*") if p.is_file()
    )

    inputs = encode(directory)
    a, b = run(load(directory, mode), inputs), run(load(saved, mode), inputs)
    assert difference(a.logits, b.logits) == 0 and difference(a.pruning_logits, b.pruning_logits) == 0
    for file in saved.rglob("*.safetensors"):
        assert metadata(file)["format"] == "pt"


def test_twice_round_is_the_same_to_the_byte(package, tmp_path):
    load(package()).save_pretrained(tmp_path / "a")
    load(tmp_path / "a").save_pretrained(tmp_path / "b")
    files = [p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file()]
    assert len(files) >= 12
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file


def test_pooling_weights_are_kept(package, tmp_path):
    directory = package(pooling_weights=True)
    load(directory).save_pretrained(tmp_path / "saved")
    assert_same_tensors(directory, tmp_path / "saved")
    assert "pruning_head/pooling_weights.weight" in tensors(tmp_path / "saved")


@pytest.mark.parametrize("mode", MODES)
def test_shards(package, tmp_path, mode):
    directory, saved = package(mode=mode), tmp_path / "saved"
    load(directory, mode).save_pretrained(saved, safe_serialization=True, max_shard_size="20KB")
    assert (saved / ENCODER[mode] / "model.safetensors.index.json").exists()
    assert_same_tensors(directory, saved)
    again = tmp_path / "again"
    load(saved, mode).save_pretrained(again, max_shard_size=10**9)
    assert not list(again.rglob("*.index.json"))
    assert_same_tensors(directory, again)


def test_shards_and_a_single_file_do_not_mix(package, tmp_path):
    """transformers lets model.safetensors win over an index, silently: neither may be left from an earlier save."""
    saved, model = tmp_path / "saved", load(package())
    for size, index in (("1GB", False), ("20KB", True), ("1GB", False)):
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.mul_(0.9)
        model.save_pretrained(saved, max_shard_size=size)
        assert (saved / "ranking_model/model.safetensors.index.json").exists() == index
        assert (saved / "ranking_model/model.safetensors").exists() != index
        for name, tensor in load(saved).state_dict().items():
            assert torch.equal(tensor, model.state_dict()[name]), name


def test_no_pickle(package, tmp_path):
    with pytest.raises(ValueError, match="pickle"):
        load(package()).save_pretrained(tmp_path / "saved", safe_serialization=False)
    assert not (tmp_path / "saved").exists()


def test_nothing_but_one_process_writes(package, tmp_path):
    load(package()).save_pretrained(tmp_path / "saved", is_main_process=False)
    assert not (tmp_path / "saved").exists()


def test_over_its_own_origin(copied, package):
    directory = copied(dtype=torch.float16)
    model = load(directory)
    expected = run(model, encode(directory)).pruning_logits
    model.save_pretrained(directory)
    assert_same_tensors(directory, package(dtype=torch.float16))
    for file in CARRIED:
        assert (directory / file).read_bytes() == (package(dtype=torch.float16) / file).read_bytes()
    assert difference(run(model, encode(directory)).pruning_logits, expected) == 0
    assert difference(run(load(directory), encode(directory)).pruning_logits, expected) == 0


def test_another_dtype(package, tmp_path):
    load(package(), torch_dtype=torch.bfloat16).save_pretrained(tmp_path / "saved")
    config = read(tmp_path / "saved/config.json")
    assert config["torch_dtype"] == "bfloat16" and "dtype" not in config
    assert {tensor.dtype for tensor in tensors(tmp_path / "saved").values()} == {torch.bfloat16}
    assert load(tmp_path / "saved").dtype == torch.bfloat16


def test_trained_weights_are_what_is_saved(package, tmp_path):
    model = load(package())
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    inputs = encode(package())
    labels = {"labels": torch.tensor([1.0, 0, 0]), "pruning_labels": torch.ones_like(inputs["input_ids"])}
    model(**inputs, **labels).loss.backward()
    optimizer.step()
    model.save_pretrained(tmp_path / "saved")
    expected = run(model, inputs)
    actual = run(load(tmp_path / "saved"), inputs)
    assert difference(actual.logits, expected.logits) == 0
    assert difference(actual.pruning_logits, expected.pruning_logits) == 0
    assert difference(actual.logits, run(load(package()), inputs).logits) > 0


def test_state_dict_argument(package, tmp_path):
    """What Trainer passes: the whole model's tensors, gathered from wherever they were."""
    model = load(package())
    state = {name: tensor + 1 for name, tensor in model.state_dict().items()}
    model.save_pretrained(tmp_path / "saved", state_dict=state)
    for name, tensor in load(tmp_path / "saved").state_dict().items():
        assert torch.equal(tensor, state[name]), name


def test_a_new_model_can_be_saved(package, tmp_path):
    config = AutoConfig.from_pretrained(package(), trust_remote_code=True)
    model = AutoModelForSequenceClassification.from_config(config, trust_remote_code=True).eval()
    model.save_pretrained(tmp_path / "saved")
    load_tokenizer(package()).save_pretrained(tmp_path / "saved")
    inputs = encode(package())
    assert difference(run(load(tmp_path / "saved"), inputs).logits, run(model, inputs).logits) < 1e-6


def test_a_grown_vocabulary_is_saved(package, tmp_path):
    model = load(package())
    old = model.get_input_embeddings().num_embeddings
    model.resize_token_embeddings(old + 5)
    model.save_pretrained(tmp_path / "saved")
    assert load(tmp_path / "saved").get_input_embeddings().num_embeddings == old + 5
    assert read(tmp_path / "saved/ranking_model/config.json")["vocab_size"] == old + 5


def test_no_local_path_is_written(package, tmp_path):
    load(package()).save_pretrained(tmp_path / "saved")
    for file in (tmp_path / "saved").rglob("*.json"):
        if file.name != "tokenizer.json":
            assert str(package().parent) not in file.read_text(), file
            assert not re.search(r'"[^"]*name_or_path": "[/.~]', file.read_text()), file


def test_a_relative_origin_is_found_from_elsewhere(package, tmp_path, monkeypatch):
    monkeypatch.chdir(package().parent)
    model = load("tiny-pruner")
    monkeypatch.chdir(tmp_path)
    model.save_pretrained("saved")
    assert (tmp_path / "saved/tokenizer.json").exists()


def test_an_origin_that_is_gone_is_reported(copied, tmp_path, caplog):
    directory = copied()
    model = load(directory)
    shutil.rmtree(directory)
    logging.enable_propagation()
    try:
        model.save_pretrained(tmp_path / "saved")
    finally:
        logging.disable_propagation()
    assert "gets no tokenizer.json" in caplog.text
    load(tmp_path / "saved")


def test_optional_files_come_along(copied, tmp_path):
    directory = copied()
    for name in ("LICENSE", "special_tokens_map.json", "ranking_model/vocab.txt"):
        (directory / name).write_text("{}")
    (directory / "unrelated.bin").write_text("x")
    load(directory).save_pretrained(tmp_path / "saved")
    for name in ("LICENSE", "special_tokens_map.json", "ranking_model/vocab.txt"):
        assert (tmp_path / "saved" / name).read_text() == "{}"
    assert not (tmp_path / "saved/unrelated.bin").exists()


# push_to_hub


class Uploads:
    """Stands in for the Hub: keeps what would be committed."""

    def __init__(self):
        self.files = {}

    def create_commit(self, operations, **kwargs):
        for operation in operations:
            self.files[operation.path_in_repo] = Path(operation.path_or_fileobj).read_bytes()


@pytest.fixture
def uploads(monkeypatch):
    uploads = Uploads()

    def create(*arguments, **options):
        return SimpleNamespace(repo_id=arguments[-1] if arguments else options["repo_id"])

    card = SimpleNamespace(save=lambda path: Path(path).write_text("blank card"))
    monkeypatch.setattr(hub, "create_and_tag_model_card", lambda *arguments, **options: card)
    if hasattr(hub, "create_commit"):
        monkeypatch.setattr(hub, "create_commit", uploads.create_commit)
        monkeypatch.setattr(hub, "create_repo", create)
    else:
        monkeypatch.setattr(HfApi, "create_commit", lambda self, **options: uploads.create_commit(**options))
        monkeypatch.setattr(HfApi, "create_repo", create)
    return uploads


@pytest.mark.parametrize("through", ["push_to_hub", "save_pretrained"])
def test_push_to_hub_uploads_the_whole_package(package, tmp_path, uploads, through):
    directory = package()
    model = load(directory)
    if through == "push_to_hub":
        model.push_to_hub("acme/tiny-pruner")
    else:
        model.save_pretrained(tmp_path / "saved", push_to_hub=True, repo_id="acme/tiny-pruner")
    assert sorted(uploads.files) == sorted(
        str(p.relative_to(directory)) for p in directory.rglob("*") if p.is_file()
    )
    for file in CARRIED:
        assert uploads.files[file] == (directory / file).read_bytes(), file
