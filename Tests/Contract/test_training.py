"""Labels give a loss; Trainer and gradients work."""

import pytest
import torch
from support import MODES, PASSAGES, PRUNING_ONLY, QUERY, RERANKING_PRUNING, encode, load, load_tokenizer, run
from torch.nn import functional
from transformers import Trainer, TrainingArguments


def token_labels(inputs):
    labels = (inputs["input_ids"] % 2).long()
    labels[inputs["attention_mask"] == 0] = -100
    labels[:, 0] = -100
    return labels


def expected_token_loss(logits, labels):
    chosen = labels != -100
    return functional.cross_entropy(logits[chosen], labels[chosen])


RELEVANCE = torch.tensor([1.0, 0.0, 0.25])


@pytest.mark.parametrize(
    "labels, activation, target, expected",
    [
        (1, "sigmoid", RELEVANCE, lambda x, t: functional.binary_cross_entropy(x[:, 0].sigmoid(), t)),
        (1, "sigmoid", RELEVANCE[:, None], lambda x, t: functional.binary_cross_entropy(x.sigmoid(), t)),
        (
            1, "sigmoid", torch.tensor([1, 0, 1]),
            lambda x, t: functional.binary_cross_entropy(x[:, 0].sigmoid(), t.float()),
        ),
        (1, "identity", RELEVANCE * 9, lambda x, t: ((x[:, 0] - t) ** 2).mean()),
        (2, "softmax", torch.tensor([1, 0, 1]), functional.cross_entropy),
        (2, "softmax", torch.tensor([[0.2, 0.8], [1, 0], [0.5, 0.5]]), functional.cross_entropy),
    ],
)
def test_ranking_loss(package, labels, activation, target, expected):
    directory = package(labels=labels, activation=activation)
    inputs = encode(directory)
    model = load(directory)
    with torch.no_grad():
        output = model(**inputs, labels=target)
        assert output.loss.item() == pytest.approx(expected(output.logits, target).item(), rel=1e-4)
        both = model(**inputs, labels=target, pruning_labels=token_labels(inputs))
    token_loss = expected_token_loss(both.pruning_logits, token_labels(inputs))
    assert both.loss.item() == pytest.approx(output.loss.item() + token_loss.item(), rel=1e-5)


@pytest.mark.parametrize("mode", MODES)
def test_token_loss(package, mode):
    directory = package(mode=mode)
    inputs = encode(directory)
    labels = token_labels(inputs)
    model = load(directory, mode)
    with torch.no_grad():
        output = model(**inputs, pruning_labels=labels)
        assert output.loss.item() == pytest.approx(expected_token_loss(output.pruning_logits, labels).item(), rel=1e-5)
        if mode == PRUNING_ONLY:
            assert model(**inputs, labels=labels).loss == output.loss
            with pytest.raises(ValueError, match="pass one of them"):
                model(**inputs, labels=labels, pruning_labels=labels)
        assert model(**inputs, pruning_labels=torch.full_like(labels, -100)).loss == 0
        assert model(**inputs).loss is None


@pytest.mark.parametrize("mode", MODES)
def test_every_weight_that_counts_gets_a_gradient(package, mode):
    directory = package(mode=mode)
    inputs = encode(directory)
    model = load(directory, mode).train()
    options = {"labels": RELEVANCE} if mode == RERANKING_PRUNING else {}
    model(**inputs, pruning_labels=token_labels(inputs), **options).loss.backward()
    without = {name for name, p in model.named_parameters() if p.grad is None}
    assert all("pooler" in name for name in without) and (mode == PRUNING_ONLY or not without)


def test_gradient_checkpointing(package):
    inputs = encode(package())
    gradients = []
    for checkpointing in (False, True):
        model = load(package(), attn_implementation="eager")  # sdpa has its dropout elsewhere
        if checkpointing:
            # transformers 5 has another name for it
            getattr(model, "activation_checkpointing_enable", model.gradient_checkpointing_enable)()
            model.train()
            for module in model.modules():
                if isinstance(module, torch.nn.Dropout):
                    module.p = 0.0
        model(**inputs, labels=RELEVANCE, pruning_labels=token_labels(inputs)).loss.backward()
        gradients.append(model.encoder.get_input_embeddings().weight.grad)
    assert torch.allclose(*gradients, atol=1e-5)


def test_dropout_in_training_only(package):
    inputs, model = encode(package()), load(package())
    assert torch.equal(run(model, inputs).pruning_logits, run(model, inputs).pruning_logits)
    model.train()
    assert not torch.equal(run(model, inputs).pruning_logits, run(model, inputs).pruning_logits)


def test_trainer(package, tmp_path):
    directory = package()
    tokenizer = load_tokenizer(directory)
    rows = []
    for number, passage in enumerate(PASSAGES * 2):
        row = dict(tokenizer(QUERY, passage, padding="max_length", truncation=True))
        rows.append({**row, "labels": float(number % 2), "pruning_labels": [1] * len(row["input_ids"])})
    arguments = TrainingArguments(
        output_dir=str(tmp_path), max_steps=3, per_device_train_batch_size=3, learning_rate=1e-3, report_to=[],
        save_steps=3, use_cpu=True, disable_tqdm=True, logging_steps=1,
    )
    trainer = Trainer(model=load(directory), args=arguments, train_dataset=rows, eval_dataset=rows)
    before = trainer.evaluate()["eval_loss"]
    trainer.train()
    assert trainer.evaluate()["eval_loss"] < before
    assert len(trainer.predict(rows).predictions) == 2
    trained = load(tmp_path / "checkpoint-3")
    assert torch.equal(trained.pruning_head.classifier.weight, trainer.model.pruning_head.classifier.weight.cpu())
    assert (tmp_path / "checkpoint-3/tokenizer.json").exists()
