"""What a caller sets arrives at the encoder, whichever configuration it belongs to, or is refused."""

import pytest
import torch
from sentence_transformers import CrossEncoder
from support import AUTO, DTYPE, ENCODER, MODES, RERANKING_PRUNING, assert_same_tensors, encode, load, run
from transformers import AutoConfig


def load_config(directory, **options):
    return AutoConfig.from_pretrained(directory, trust_remote_code=True, **options)


@pytest.mark.parametrize("mode", MODES)
def test_outputs_that_the_configuration_asks_for(package, mode):
    directory = package(mode=mode)
    inputs = encode(directory)
    output = run(load(directory, mode), inputs)
    assert output.hidden_states is None and output.attentions is None
    output = run(load(directory, mode, output_hidden_states=True), inputs)
    assert len(output.hidden_states) == 4 and output.attentions is None
    model = load(directory, mode, attn_implementation="eager")
    model.config.output_attentions = True
    assert len(run(model, inputs).attentions) == 3
    assert run(model, {**inputs, "output_attentions": False}).attentions is None


@pytest.mark.parametrize("mode", MODES)
def test_settings_of_the_encoder_as_arguments(package, tmp_path, mode):
    model = load(package(mode=mode), mode, hidden_dropout_prob=0.25, pruning_threshold=0.3)
    assert model.config.pruning_threshold == 0.3 and model.encoder.config.hidden_dropout_prob == 0.25
    assert {module.p for name, module in model.encoder.named_modules() if name.endswith("output.dropout")} == {0.25}
    model.save_pretrained(tmp_path / "saved")
    assert load_config(tmp_path / "saved").encoder_config.hidden_dropout_prob == 0.25


def test_unknown_arguments_are_refused(package):
    with pytest.raises(TypeError, match="hidden_dropout_probability"):
        load(package(), hidden_dropout_probability=0.25)


def test_labels_get_other_names(package, tmp_path):
    labels = {0: "relevant"}
    model = load(package(), id2label=labels, label2id={"relevant": 0})
    assert model.config.id2label == labels and model.encoder.config.id2label == labels
    model.save_pretrained(tmp_path / "saved")
    assert load(tmp_path / "saved").config.id2label == labels
    with pytest.raises(ValueError, match="of the wrong shape: classifier.bias"):
        load(package(), id2label={0: "a", 1: "b", 2: "c"})


def test_config_kwargs_of_cross_encoder(package):
    encoder = CrossEncoder(
        str(package()), trust_remote_code=True, device="cpu", config_kwargs={"attention_probs_dropout_prob": 0.25}
    )
    assert encoder.model.encoder.config.attention_probs_dropout_prob == 0.25


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("attention", ["eager", "sdpa", None])
def test_attention_and_dtype_of_a_new_model(package, mode, attention):
    given = {} if attention is None else {"attn_implementation": attention}
    model = AUTO[mode].from_config(
        load_config(package(mode=mode)), trust_remote_code=True, **{DTYPE: torch.bfloat16}, **given
    )
    assert model.encoder.config._attn_implementation == (attention or "sdpa")
    assert model.config._attn_implementation == (attention or "sdpa")
    assert {parameter.dtype for parameter in model.parameters()} == {torch.bfloat16}


def test_a_new_model_takes_the_attention_that_its_encoder_has(package):
    model = AUTO[RERANKING_PRUNING].from_config(load_config(package(family="deberta-v2")), trust_remote_code=True)
    assert model.encoder.config._attn_implementation == "eager"


def test_the_encoders_sizes_are_readable_and_written_once(package, tmp_path):
    config = load_config(package())
    names = ("hidden_size", "num_attention_heads", "num_hidden_layers", "vocab_size")
    for name in names:
        assert getattr(config, name) == getattr(config.encoder_config, name) == config.to_dict()[name]
    config.save_pretrained(tmp_path)
    assert not [name for name in names if f'"{name}":' in (tmp_path / "config.json").read_text().split("pruning_config")[0]]
    config.vocab_size = 7
    assert config.encoder_config.vocab_size == 7
    again = type(config)(**{**config.to_dict(), "hidden_size": 48})
    assert again.hidden_size == 48 and again.encoder_config is None
    again.encoder_config = config.encoder_config
    assert config.encoder_config.hidden_size == 48
    with pytest.raises(AttributeError, match="hidden_size is the encoder's"):
        type(config)().hidden_size


@pytest.mark.parametrize("mode", MODES)
def test_tensors_in_memory_in_place_of_files(package, tmp_path, mode):
    model = load(package(mode=mode), mode)
    state = {"module." + name: tensor + 1 for name, tensor in model.state_dict().items()}
    for made in (
        type(model).from_pretrained(None, config=model.config, state_dict=state),
        load(package(mode=mode), mode, state_dict=state),
    ):
        assert not made.training
        assert all(torch.equal(tensor, state["module." + name]) for name, tensor in made.state_dict().items())
    with pytest.raises(ValueError, match="missing: pruning_head.classifier.bias"):
        load(package(mode=mode), mode, state_dict={k: v for k, v in state.items() if not k.endswith("classifier.bias")})
    with pytest.raises(TypeError, match="takes no low_cpu_mem_usage"):
        load(package(mode=mode), mode, state_dict=state, low_cpu_mem_usage=True)
    with pytest.raises(ValueError, match="config and state_dict"):
        type(model).from_pretrained(None)
    # What was loaded beside them comes along.
    made.save_pretrained(tmp_path / "saved")
    assert (tmp_path / "saved" / ENCODER[mode] / "tokenizer.json").exists()


def test_device(package):
    assert load(package(), device="cpu").device.type == "cpu"
    with pytest.raises(ValueError, match="device and device_map"):
        load(package(), device="cpu", device_map="auto")


@pytest.mark.parametrize("mode", MODES)
def test_memory_that_was_never_set_is_initialised(package, mode):
    """As far as transformers does it for its own classes: version 4 takes what was made on `meta` for initialised."""
    config = load_config(package(mode=mode))
    with torch.device("meta"):
        model = AUTO[mode].from_config(config, trust_remote_code=True)
        plain = type(model.encoder)(model.encoder.config)
    left = []
    for made in (model, plain):
        made.to_empty(device="cpu")
        with torch.no_grad():
            for parameter in made.parameters():
                parameter.fill_(7.0)
        made.init_weights()
        left.append({name for name, parameter in made.named_parameters() if (parameter == 7).all()})
    prefix = ENCODER[mode] + "."
    assert {name for name in left[0] if name.startswith(prefix)} == {prefix + name for name in left[1]}
