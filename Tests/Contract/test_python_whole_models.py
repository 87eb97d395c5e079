"""Whole models of other makers, live: `save` packs what they compute, not what their files are thought to mean."""

import json
from dataclasses import dataclass

import pytest
import torch
from memory import make_parts, make_tokenizer, save
from pruning_pack import PruningPackError
from support import PASSAGES, QUERY, difference, load, load_tokenizer, run
from transformers import PretrainedConfig
from transformers.modeling_outputs import SequenceClassifierOutput
from transformers.utils import ModelOutput
from variants import Naver, OpenProvence


@dataclass
class NaverOutput(ModelOutput):
    compression_logits: torch.Tensor = None
    ranking_scores: torch.Tensor = None


class LiveOpenProvence(torch.nn.Module):
    """OpenProvence's own class, as far as it matters here: a configuration, a forward, and its files."""

    def __init__(self, original):
        super().__init__()
        self.original = original
        self.ranking_model, self.pruning_head = original.model, original.head
        self.config = PretrainedConfig(max_length=original.max_length)
        self.config.model_type = "open_provence"

    def forward(self, input_ids=None, attention_mask=None, **types):
        ranking, pruning = self.original.run(input_ids, attention_mask, **types)
        output = SequenceClassifierOutput(logits=ranking)
        output.pruning_logits = pruning  # an attribute, and no key of the mapping that the output is
        return output

    def save_pretrained(self, directory):
        self.original.save(directory)


def live_naver(layout):
    """Naver's module with the output that its own code gives: one number for a batch of one."""
    original = Naver(layout)
    forward = type(original.model).forward

    class Live(type(original.model)):
        def forward(self, input_ids, attention_mask):
            ranking, pruning = forward(self, input_ids, attention_mask)
            return NaverOutput(compression_logits=pruning, ranking_scores=ranking[:, 0].squeeze())

    original.model.__class__ = Live
    return Naver(layout), original.model


def check(package, original):
    """The package recorded the live model, and computes the same in transformers."""
    recording = json.loads((package / "reference_outputs.json").read_text(encoding="utf-8"))
    assert recording["origin"] == "memory"
    assert all(case["ranking_logit"] is not None for case in recording["cases"])
    queries = [QUERY] * len(PASSAGES)
    inputs = load_tokenizer(package)(
        queries, PASSAGES, padding=True, truncation=True, max_length=original.max_length, return_tensors="pt",
    )
    output = run(load(package), inputs)
    for row, passage in enumerate(PASSAGES):
        _, ranking, pruning = original.predict(QUERY, passage)
        assert difference(output.logits[row, :1], ranking[0]) < 1e-4
        assert difference(output.pruning_logits[row, : len(pruning)], pruning) < 1e-4


@pytest.mark.parametrize("layout", ["V7", "V8"])
def test_naver(tmp_path, layout):
    original, model = live_naver(layout)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    save(tmp_path / "package", model=model, tokenizer=make_tokenizer(original.kind), max_length=original.max_length)
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    check(tmp_path / "package", original)


@pytest.mark.parametrize("trainer", [False, True])
@pytest.mark.parametrize("family", ["modernbert", "bert", "xlm-roberta"])
def test_open_provence(tmp_path, family, trainer):
    original = OpenProvence(family, trainer=trainer)
    report = save(tmp_path / "package", model=LiveOpenProvence(original), tokenizer=make_tokenizer(original.kind))
    assert report.passed
    check(tmp_path / "package", original)


def test_what_the_files_lose_is_noticed(tmp_path):
    """A model whose files say another thing than it computes does not become a package."""
    original = OpenProvence("bert")
    model = LiveOpenProvence(original)
    run_before = original.run
    original.run = lambda *inputs, **types: [output * 1.5 for output in run_before(*inputs, **types)]
    with pytest.raises(PruningPackError, match="RUN002"):
        save(tmp_path / "package", model=model, tokenizer=make_tokenizer(original.kind))
    assert not (tmp_path / "package").exists()


# Models whose weights are not there as they are.


def test_a_sharded_model(tmp_path):
    from torch.distributed import destroy_process_group, init_process_group
    from torch.distributed.fsdp import FullyShardedDataParallel

    init_process_group("gloo", init_method=f"file://{tmp_path / 'rendezvous'}", rank=0, world_size=1)
    try:
        parts = make_parts()
        sharded = FullyShardedDataParallel(parts["ranking_model"], device_id=torch.device("cpu"))
        with pytest.raises(PruningPackError, match="sharded by FSDP"):
            save(tmp_path / "package", **{**parts, "ranking_model": sharded})
    finally:
        destroy_process_group()
    assert not (tmp_path / "package").exists()


def test_a_quantized_model(tmp_path):
    parts = make_parts()
    quantized = torch.ao.quantization.quantize_dynamic(parts["ranking_model"].eval(), {torch.nn.Linear}, torch.qint8)
    with pytest.raises(PruningPackError, match="quantized"):
        save(tmp_path / "package", **{**parts, "ranking_model": quantized})
    assert not (tmp_path / "package").exists()
