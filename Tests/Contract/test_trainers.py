"""transformers' Trainer finds, loads and resumes its checkpoints. Tests/Peers has the same for CrossEncoderTrainer."""

import json

import pytest
import torch
from support import MODES, PASSAGES, PRUNING_ONLY, QUERY, RERANKING_PRUNING, assert_same_tensors, load, load_tokenizer
from transformers import Trainer, TrainingArguments

LABELS = {
    RERANKING_PRUNING: [("labels",), ("pruning_labels",), ("labels", "pruning_labels")],
    PRUNING_ONLY: [("labels",), ("pruning_labels",)],
}
CASES = [(mode, names) for mode in MODES for names in LABELS[mode]]


def rows(directory, mode, names):
    tokenizer, made = load_tokenizer(directory), []
    for number, passage in enumerate(PASSAGES * 2):
        row = dict(tokenizer(QUERY, passage, padding="max_length", truncation=True))
        for name in names:
            is_token_label = name == "pruning_labels" or mode == PRUNING_ONLY
            row[name] = [number % 2] * len(row["input_ids"]) if is_token_label else float(number % 2)
        made.append(row)
    return made


def arguments(directory, **options):
    values = dict(
        per_device_train_batch_size=3, learning_rate=1e-3, report_to=[], use_cpu=True, disable_tqdm=True, max_steps=4,
        save_steps=2, eval_steps=2, eval_strategy="steps", logging_steps=1, seed=1, save_total_limit=4,
    )
    return TrainingArguments(output_dir=str(directory), **{**values, **options})


@pytest.mark.parametrize("mode, names", CASES)
def test_evaluation_gives_a_loss(package, tmp_path, mode, names):
    """Trainer looks for every label of `forward` unless it is told which there are."""
    directory = package(mode=mode)
    data = rows(directory, mode, names)
    settings = arguments(tmp_path, label_names=list(names))
    trainer = Trainer(model=load(directory, mode), args=settings, train_dataset=data, eval_dataset=data)
    assert trainer.evaluate()["eval_loss"] > 0


@pytest.mark.parametrize("mode, shard", [(RERANKING_PRUNING, None), (RERANKING_PRUNING, "20KB"), (PRUNING_ONLY, None)])
def test_the_best_model_is_loaded_at_the_end(package, tmp_path, mode, shard, monkeypatch):
    """The first checkpoint is the best: the learning rate ruins what comes after it."""
    directory, names = package(mode=mode), LABELS[mode][-1]
    data = rows(directory, mode, names)
    settings = arguments(
        tmp_path, label_names=list(names), load_best_model_at_end=True, metric_for_best_model="eval_loss",
        learning_rate=0.3, lr_scheduler_type="constant",
    )
    model = load(directory, mode)
    if shard:
        save = type(model).save_pretrained
        monkeypatch.setattr(
            type(model), "save_pretrained", lambda self, *a, **options: save(self, *a, max_shard_size=shard, **options)
        )
    trainer = Trainer(model=model, args=settings, train_dataset=data, eval_dataset=data)
    trainer.train()
    best = trainer.state.best_model_checkpoint
    losses = {entry["step"]: entry["eval_loss"] for entry in trainer.state.log_history if "eval_loss" in entry}
    assert best.endswith(f"checkpoint-{min(losses, key=losses.get)}") and len(set(losses.values())) == 2
    assert trainer.evaluate()["eval_loss"] == pytest.approx(min(losses.values()), rel=1e-5)
    expected = load(best, mode).state_dict()
    assert all(torch.equal(tensor, expected[name]) for name, tensor in trainer.model.state_dict().items())


def test_training_resumes(package, tmp_path):
    """Two steps and two more give what four steps give."""
    directory, names = package(), ("labels", "pruning_labels")
    data = rows(directory, RERANKING_PRUNING, names)

    def train(place, model, **options):
        trainer = Trainer(model=model, args=arguments(place), train_dataset=data, eval_dataset=data)
        trainer.train(**options)
        return trainer.model.state_dict()

    whole = train(tmp_path / "whole", load(directory))
    other = load(package(seed=3))  # its weights are not those of the checkpoint
    resumed = train(tmp_path / "whole", other, resume_from_checkpoint=str(tmp_path / "whole/checkpoint-2"))
    assert all(torch.equal(tensor, resumed[name]) for name, tensor in whole.items())
    assert not torch.equal(whole["pruning_head.classifier.weight"], load(directory).pruning_head.classifier.weight)


def test_only_a_checkpoint_has_trainers_files(package, tmp_path):
    model, added = load(package()), {"model.safetensors.index.json", "pruning_head.safetensors"}
    model.save_pretrained(tmp_path / "checkpoint-7")
    assert added == {each.name for each in (tmp_path / "checkpoint-7").iterdir()} - {
        each.name for each in package().iterdir()
    }
    index = json.loads((tmp_path / "checkpoint-7/model.safetensors.index.json").read_text())
    assert index["weight_map"].keys() == model.state_dict().keys()
    load(tmp_path / "checkpoint-7").save_pretrained(tmp_path / "final")
    assert not added & {each.name for each in (tmp_path / "final").iterdir()}
    assert_same_tensors(package(), tmp_path / "final")


@pytest.mark.parametrize("mode", MODES)
def test_each_tensor_that_asks_for_a_gradient_gets_one(package, mode):
    """DistributedDataParallel waits for all of them."""
    directory = package(mode=mode, pooling_weights=True)
    model = load(directory, mode).train()
    row = {name: torch.tensor([value]) for name, value in rows(directory, mode, LABELS[mode][-1])[0].items()}
    model(**row).loss.backward()
    assert [name for name, p in model.named_parameters() if p.requires_grad and p.grad is None] == []
    frozen = {name.split(".")[1] for name, p in model.named_parameters() if not p.requires_grad}
    assert frozen == ({"pooler", "pooling_weights"} if mode == PRUNING_ONLY else {"pooling_weights"})
