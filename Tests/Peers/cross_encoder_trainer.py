"""sentence-transformers' CrossEncoderTrainer on a package: the best model is loaded at the end, and training resumes.

    PYTHON Tests/Peers/cross_encoder_trainer.py [--peers DIRECTORY]

It needs datasets, which fetch.py fetches.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import setting  # noqa: F401 - before transformers

import fetch
import torch
from checkpoints import make_checkpoint
from packages import pack
from support import PASSAGES, QUERY, load


def train(package, place, **options):
    """Four steps that ruin the model: (what training ends with, losses by step, the best checkpoint)."""
    from datasets import Dataset
    from sentence_transformers import CrossEncoder
    from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments, losses

    model = CrossEncoder(str(package), trust_remote_code=True, device="cpu")
    labels = [1.0, 0.0, 0.0, 0.0, 1.0, 1.0]
    data = Dataset.from_dict({"query": [QUERY] * 6, "passage": PASSAGES * 2, "label": labels})
    arguments = CrossEncoderTrainingArguments(
        output_dir=str(place), per_device_train_batch_size=3, max_steps=4, save_steps=2, eval_steps=2,
        eval_strategy="steps", load_best_model_at_end=True, learning_rate=0.3, lr_scheduler_type="constant",
        report_to=[], use_cpu=True, disable_tqdm=True, logging_steps=1, seed=1,
    )
    loss = losses.BinaryCrossEntropyLoss(model)
    trainer = CrossEncoderTrainer(model=model, args=arguments, train_dataset=data, eval_dataset=data, loss=loss)
    trainer.train(**options)
    found = {row["step"]: row["eval_loss"] for row in trainer.state.log_history if "eval_loss" in row}
    return model.model.state_dict(), found, trainer.state.best_model_checkpoint


def same(a, b):
    """Whether two state dicts have the same tensors."""
    return a.keys() == b.keys() and all(torch.equal(tensor, b[name]) for name, tensor in a.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, default=fetch.PLACE)
    sys.path.append(str(fetch.folder(parser.parse_args().peers) / "datasets"))
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        packages = [pack(make_checkpoint(place / f"{seed}", seed=seed), place / f"package-{seed}") for seed in (0, 3)]
        ended, losses, best = train(packages[0], place / "training")
        assert losses[2] < losses[4] and best.endswith("checkpoint-2"), (losses, best)
        assert same(ended, load(best).state_dict()), "training does not end with the best checkpoint"
        assert not same(ended, load(place / "training/checkpoint-4").state_dict())
        resumed, *_ = train(packages[1], place / "training", resume_from_checkpoint=f"{place}/training/checkpoint-2")
        assert same(resumed, ended), "resumed training does not end with the best checkpoint"
    print("CrossEncoderTrainer: the best model is loaded, and training resumes")


if __name__ == "__main__":
    main()
