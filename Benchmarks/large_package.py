"""Packs a model of XLM-R large's shape, 2.2 GB of random weights with the real tokenizer, into .cache/large-package."""

import json
import pathlib
import shutil
import subprocess
import tempfile

import torch
import transformers
from safetensors.torch import save_file

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKENIZER = ROOT / ".cache/tokenizers/e5/tokenizer.json"
PACKAGE = ROOT / ".cache/large-package"
TOKENS = dict(bos_token="<s>", cls_token="<s>", eos_token="</s>", sep_token="</s>", unk_token="<unk>", pad_token="<pad>",
              mask_token="<mask>")


def main():
    if (PACKAGE / "config.json").exists():
        # The weights stay what they are, the code may have changed.
        shutil.copy(ROOT / "templates/modeling_pruning_encoder.py", PACKAGE)
        return
    torch.manual_seed(7)
    config = transformers.XLMRobertaConfig(
        vocab_size=250002, hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096,
        max_position_embeddings=514, type_vocab_size=1, num_labels=1, pad_token_id=1, bos_token_id=0, eos_token_id=2,
    )
    # On the disk that the package goes to: /tmp may be memory.
    with tempfile.TemporaryDirectory(dir=PACKAGE.parent) as work:
        work = pathlib.Path(work)
        ranker = work / "ranker"
        model = transformers.XLMRobertaForSequenceClassification(config)
        # No finding is wanted, and gains of 1 and biases of 0 look like ones that nobody trained.
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.ndim == 1:
                    parameter.add_(torch.randn_like(parameter) * 0.05)
        model.save_pretrained(ranker)
        shutil.copy(TOKENIZER, ranker)
        settings = {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": 512, **TOKENS}
        (ranker / "tokenizer_config.json").write_text(json.dumps(settings))
        head = {"classifier.weight": torch.randn(2, 1024) * 0.3, "classifier.bias": torch.randn(2) * 0.3}
        save_file(head, work / "head.safetensors", metadata={"format": "pt"})
        subprocess.run(
            [ROOT / ".build/release/pruning-pack", "save", "--ranking-model", ranker, "--pruning-head",
             work / "head.safetensors", "--license", "mit", "--language", "multilingual",
             "--base-model", "example/large", "--output", PACKAGE, "--quiet"],
            check=True,
        )


if __name__ == "__main__":
    main()
