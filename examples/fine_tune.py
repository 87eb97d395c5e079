"""Makes a pruning encoder of a plain reranker: adds a pruning head, trains both with transformers' Trainer, and saves a package.

    python examples/fine_tune.py RERANKER OUTPUT [--steps COUNT]

RERANKER is the directory of a model that AutoModelForSequenceClassification loads, with its tokenizer. Real training takes many
thousands of passages; the few here show the steps. Needs accelerate, as Trainer does.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))
import pruning_pack  # noqa: E402

# A query, and sentences with whether they help to answer it.
EXAMPLES = [
    ("How high is the lighthouse?", [("The lighthouse is 52 metres high. ", True), ("Tea is grown in the hills.", False)]),
    ("Who built the mill?", [("It rains often in May. ", False), ("The mill was built by two brothers.", True)]),
    ("When does the ferry leave?", [("The ferry leaves at nine. ", True), ("Its decks are white.", False)]),
    ("What do pandas eat?", [("The museum is closed on Mondays. ", False), ("Tickets are sold at the gate.", False)]),
]
NOT_LABELLED = -100


def example(tokenizer, query, sentences):
    """One pair: `labels` is what the score is to be, `pruning_labels` has 1 to keep and 0 to prune for each token of the passage."""
    passage = "".join(text for text, _ in sentences)
    encoded = tokenizer(query, passage, truncation="only_second", return_offsets_mapping=True)
    ends, end = [], 0
    for text, keep in sentences:
        end += len(text)
        ends.append((end, keep))
    labels = []
    for place, (start, stop) in zip(encoded.sequence_ids(0), encoded.pop("offset_mapping")):
        labels.append(NOT_LABELLED if place != 1 else int(next(keep for end, keep in ends if stop <= end)))
    return {**encoded, "labels": float(any(keep for _, keep in sentences)), "pruning_labels": labels}


def collate(tokenizer):
    """A function that puts examples into a batch: both kinds of labels with the tokens."""

    def batch(examples):
        rows = [{name: row[name] for name in row if "labels" not in name} for row in examples]
        inputs = tokenizer.pad(rows, return_tensors="pt")
        longest = inputs["input_ids"].shape[1]
        inputs["labels"] = torch.tensor([row["labels"] for row in examples])
        padded = [row["pruning_labels"] + [NOT_LABELLED] * (longest - len(row["pruning_labels"])) for row in examples]
        inputs["pruning_labels"] = torch.tensor(padded)
        return inputs

    return batch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reranker")
    parser.add_argument("output")
    parser.add_argument("--steps", type=int, default=20)
    arguments = parser.parse_args()
    torch.manual_seed(0)

    tokenizer = AutoTokenizer.from_pretrained(arguments.reranker)
    reranker = AutoModelForSequenceClassification.from_pretrained(arguments.reranker)
    head = torch.nn.Linear(reranker.config.hidden_size, 2)
    with tempfile.TemporaryDirectory() as place:
        # A package whose head knows nothing yet.
        start = f"{place}/start"
        pruning_pack.save(start, ranking_model=reranker, pruning_head=head, tokenizer=tokenizer)
        model = AutoModelForSequenceClassification.from_pretrained(start, trust_remote_code=True)
        data = [example(tokenizer, query, sentences) for query, sentences in EXAMPLES]
        settings = TrainingArguments(
            output_dir=f"{place}/training",
            max_steps=arguments.steps,
            per_device_train_batch_size=4,
            learning_rate=1e-3,
            eval_strategy="steps",
            eval_steps=max(1, arguments.steps // 2),
            save_steps=max(1, arguments.steps // 2),
            load_best_model_at_end=True,
            # The labels that the data has. Unless all of them are there, evaluation gives no loss.
            label_names=["labels", "pruning_labels"],
            report_to=[],
            disable_tqdm=True,
        )
        trainer = Trainer(
            model=model, args=settings, train_dataset=data, eval_dataset=data, data_collator=collate(tokenizer)
        )
        before = trainer.evaluate()["eval_loss"]
        trainer.train()
        print(f"loss: {before:.4f} before, {trainer.evaluate()['eval_loss']:.4f} after")
        pruning_pack.save(arguments.output, model=model, tokenizer=tokenizer, force=True)
    print(f"saved: {arguments.output}")


if __name__ == "__main__":
    main()
