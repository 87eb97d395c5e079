"""What torch offers for a model works on this one too."""

import copy

import pytest
import torch
from support import difference, encode, load, rewrite, run

VARIANTS = [{}, {"family": "modernbert", "hidden_state_source": "pre_final_norm"}]


@pytest.mark.parametrize("options", VARIANTS)
def test_compile(package, options):
    directory = package(**options)
    model, inputs = load(directory), encode(directory)
    compiled = run(torch.compile(model, backend="eager"), inputs)
    assert difference(compiled.pruning_logits, run(model, inputs).pruning_logits) < 1e-5
    torch.compiler.reset()


@pytest.mark.parametrize("options", VARIANTS)
def test_a_copy_has_hooks_of_its_own(package, options):
    directory = package(**options)
    inputs, model = encode(directory), load(directory)
    expected = run(model, inputs).pruning_logits
    other = copy.deepcopy(model)
    torch.nn.init.zeros_(model.get_input_embeddings().weight)
    assert difference(run(other, inputs).pruning_logits, expected) == 0


@pytest.mark.filterwarnings("ignore")
def test_dynamic_quantization(package):
    directory = package()
    inputs, model = encode(directory), load(directory)
    expected = run(model, inputs).pruning_logits
    quantized = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)
    assert 0 < difference(run(quantized, inputs).pruning_logits, expected) < 0.5


def test_half_and_back(package):
    inputs, model = encode(package()), load(package())
    expected = run(model, inputs).pruning_logits
    assert run(model.bfloat16(), inputs).pruning_logits.dtype == torch.bfloat16
    assert difference(run(model.float(), inputs).pruning_logits, expected) < 0.3


def test_autocast(package):
    inputs, model = encode(package()), load(package())
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = run(model, inputs)
    assert difference(output.pruning_logits, run(model, inputs).pruning_logits) < 0.3


def test_a_head_in_another_dtype_than_the_encoder(copied):
    """A package may keep a float32 head on a bfloat16 encoder."""
    directory = copied(dtype=torch.bfloat16)
    rewrite(
        directory / "pruning_head/model.safetensors",
        lambda tensors: tensors.update({name: tensor.float() for name, tensor in tensors.items()}),
    )
    model = load(directory)
    assert model.pruning_head.classifier.weight.dtype == torch.float32
    assert model.encoder.dtype == torch.bfloat16
    assert run(model, encode(directory)).pruning_logits.dtype == torch.float32
    everything = load(directory, torch_dtype=torch.float16)
    assert {p.dtype for p in everything.parameters()} == {torch.float16}
