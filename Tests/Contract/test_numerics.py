"""The numbers are those of the encoder and one matrix product, in whatever company a row is run."""

import json
import sys
import threading

import pytest
import torch
from checkpoints import FAMILIES, MAIN_FAMILIES
from support import (
    MODES, PASSAGES, PRUNING_ONLY, QUERY, RERANKING_PRUNING, by_hand, difference, encode, load, load_tokenizer, run,
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", FAMILIES)
def test_equal_to_the_encoder_and_a_linear_layer(package, family, mode):
    directory = package(mode=mode, family=family)
    inputs = encode(directory)
    ranking, pruning = by_hand(directory, inputs, mode)
    output = run(load(directory, mode), inputs)
    assert difference(output.pruning_logits, pruning) <= 1e-6
    assert difference(output.logits, pruning if mode == PRUNING_ONLY else ranking) == 0


def test_modernbert_heads_see_the_state_before_or_after_the_final_norm(package):
    """hidden_states[-1] is the one in some versions of transformers and the other in others: never read."""
    outputs = {}
    for source in ("last_hidden_state", "pre_final_norm"):
        for mode in MODES:
            directory = package(mode=mode, family="modernbert", hidden_state_source=source)
            inputs = encode(directory)
            ranking, pruning = by_hand(directory, inputs, mode, before_final_norm=source == "pre_final_norm")
            output = run(load(directory, mode), inputs)
            assert difference(output.pruning_logits, pruning) <= 1e-6
            if mode == RERANKING_PRUNING:
                assert difference(output.logits, ranking) == 0
            outputs[source, mode] = output.pruning_logits
    for mode in MODES:
        assert difference(outputs["last_hidden_state", mode], outputs["pre_final_norm", mode]) > 0.5


@pytest.mark.parametrize("mode", MODES)
def test_hidden_states_that_are_asked_for_change_nothing(package, mode):
    directory = package(mode=mode, family="modernbert", hidden_state_source="pre_final_norm")
    inputs = encode(directory)
    model = load(directory, mode)
    plain = run(model, inputs)
    assert difference(run(model, {**inputs, "output_hidden_states": True}).pruning_logits, plain.pruning_logits) == 0


def test_pre_final_norm_needs_a_final_norm(copied):
    directory = copied()
    for file in ("config.json", "pruning_encoder_config.json"):
        config = json.loads((directory / file).read_text())
        config["hidden_state_source"] = "pre_final_norm"
        (directory / file).write_text(json.dumps(config))
    with pytest.raises(ValueError, match="BertModel has no final_norm"):
        load(directory)


# token_type_ids


def test_token_type_ids_used(package):
    directory = package(token_type_ids="used")
    inputs = encode(directory)
    assert inputs["token_type_ids"].any()
    model = load(directory)
    ranking, pruning = by_hand(directory, inputs)
    assert difference(run(model, inputs).logits, ranking) == 0
    zeros = {**inputs, "token_type_ids": torch.zeros_like(inputs["token_type_ids"])}
    assert difference(run(model, zeros).pruning_logits, pruning) > 0.1


@pytest.mark.parametrize("mode", MODES)
def test_token_type_ids_ignored(package, mode):
    """The model was not trained with them: the package's tokenizer gives none, and others' change nothing."""
    directory = package(mode=mode, token_type_ids="ignored")
    inputs = encode(directory)
    assert "token_type_ids" not in inputs
    ranking, pruning = by_hand(directory, inputs, mode)
    ones = {**inputs, "token_type_ids": torch.ones_like(inputs["input_ids"])}
    for given in (inputs, ones):
        output = run(load(directory, mode), given)
        assert difference(output.pruning_logits, pruning) <= 1e-6
        if mode == RERANKING_PRUNING:
            assert difference(output.logits, ranking) == 0


# Company


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", MAIN_FAMILIES)
def test_a_row_of_a_padded_batch_equals_the_row_alone(package, family, mode):
    directory = package(mode=mode, family=family)
    model, tokenizer = load(directory, mode), load_tokenizer(directory)
    batch = encode(directory)
    assert not batch["attention_mask"].bool().all()
    together = run(model, batch)
    for row, passage in enumerate(PASSAGES):
        alone = run(model, tokenizer(QUERY, passage, truncation=True, return_tensors="pt"))
        length = alone.pruning_logits.shape[1]
        assert difference(together.pruning_logits[row, :length], alone.pruning_logits[0]) < 2e-5
        if mode == RERANKING_PRUNING:
            assert difference(together.logits[row], alone.logits[0]) < 2e-5


@pytest.mark.parametrize("family", MAIN_FAMILIES)
def test_longest_input(package, family):
    directory = package(family=family)
    inputs = encode(directory, [" ".join(PASSAGES * 20)])
    assert inputs["input_ids"].shape == (1, 64)
    assert torch.isfinite(run(load(directory), inputs).pruning_logits).all()


def test_threads_do_not_see_each_others_hidden_states(package):
    directory = package()
    model = load(directory)
    inputs = [encode(directory, [passage]) for passage in PASSAGES]
    expected = [run(model, each).pruning_logits for each in inputs]
    wrong = []

    def work(number):
        for _ in range(40):
            if difference(run(model, inputs[number]).pruning_logits, expected[number]) != 0:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_no_hook_is_left_behind(package):
    model = load(package())
    with pytest.raises(Exception):
        model(input_ids=torch.tensor([[10**6]]))
    run(model, encode(package()))
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in model.modules())


def test_pooling_weights_have_no_part_in_token_logits(package):
    plain, pooled = package(), package(pooling_weights=True)
    inputs = encode(plain)
    model = load(pooled)
    assert model.pruning_head.pooling_weights.weight.shape == (1, 32)
    before = run(model, inputs)
    torch.nn.init.constant_(model.pruning_head.pooling_weights.weight, 3)
    assert difference(run(model, inputs).pruning_logits, before.pruning_logits) == 0


# Scores


@pytest.mark.parametrize("labels, activation", [(1, "sigmoid"), (1, "identity"), (2, "softmax"), (3, "softmax")])
def test_ranking_scores(package, labels, activation):
    directory = package(labels=labels, activation=activation)
    model = load(directory)
    logits = run(model, encode(directory)).logits
    assert logits.shape == (len(PASSAGES), labels)
    expected = {
        "sigmoid": torch.sigmoid(logits[:, 0]), "identity": logits[:, 0], "softmax": logits.softmax(-1)[:, -1]
    }[activation]
    assert torch.equal(model.ranking_scores(logits), expected)


def test_keep_probabilities(package):
    model = load(package())
    logits = run(model, encode(package())).pruning_logits
    keep = model.keep_probabilities(logits)
    assert keep.shape == logits.shape[:2]
    assert torch.equal(keep, torch.softmax(logits, -1)[..., 1])
    assert model.keep_probabilities(logits.bfloat16()).dtype == torch.float32


def test_tuple_instead_of_an_output(package):
    model = load(package())
    loss_first = model(**encode(package()), pruning_labels=torch.ones(3, 1).long().expand(
        encode(package())["input_ids"].shape), return_dict=False)
    assert loss_first[0].ndim == 0 and len(loss_first) == 3
    model.config.return_dict = False
    assert len(model(**encode(package()))) == 2


def test_inputs_embeds(package):
    model, inputs = load(package()), dict(encode(package()))
    expected = run(model, inputs)
    inputs["inputs_embeds"] = model.get_input_embeddings()(inputs.pop("input_ids"))
    assert difference(run(model, inputs).pruning_logits, expected.pruning_logits) < 1e-6


@pytest.mark.parametrize("masked", [True, False])
def test_hidden_states_without_padding_are_padded_again(package, masked):
    """ModernBERT of transformers 4 runs so under flash attention, which needs a GPU: only the repair is tested."""
    model = load(package())
    repair = sys.modules[type(model).__module__]._with_padding
    mask = torch.tensor([[1, 1, 1], [1, 0, 0]]) if masked else None
    real = torch.ones(2, 3).bool() if mask is None else mask.bool()
    states = torch.randn(2, 3, 4)
    repaired = repair(states[real], torch.Size([2, 3]), mask)
    assert torch.equal(repaired[real], states[real]) and not repaired[~real].any()
    assert repair(states, torch.Size([2, 3]), mask) is states
    with pytest.raises(ValueError, match=r"shape \[5, 4\]"):
        repair(torch.ones(5, 4), torch.Size([2, 3]), mask)
