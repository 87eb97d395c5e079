"""The models that are measured: real MiniLM-L6, and a few layers of each other family's base size with random weights."""

import json
import pathlib
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
BASE = dict(hidden_size=768, num_attention_heads=12, intermediate_size=3072, num_hidden_layers=4, vocab_size=30000)
SHAPES = ((1, 16), (1, 128), (1, 512), (32, 128))


DISTILBERT = {"dim": "hidden_size", "n_heads": "num_attention_heads", "hidden_dim": "intermediate_size",
              "n_layers": "num_hidden_layers"}


@dataclass
class Model:
    name: str
    architecture: str
    directory: pathlib.Path
    shapes: tuple = SHAPES
    # What a random model is made of; empty for one that is downloaded.
    config: dict = field(default_factory=dict)

    def settings(self):
        """config.json, with the usual names for what DistilBERT calls otherwise."""
        config = json.loads((self.directory / "config.json").read_text())
        return config | {usual: config[own] for own, usual in DISTILBERT.items() if own in config}

    def load(self, attention):
        import transformers

        with_pooler = ("BertModel", "XLMRobertaModel", "MPNetModel", "AlbertModel")
        options = {"add_pooling_layer": False} if self.architecture in with_pooler else {}
        if self.architecture not in ("DebertaV2Model", "MPNetModel"):
            options["attn_implementation"] = attention
        model_class = getattr(transformers, self.architecture)
        return model_class.from_pretrained(self.directory, **options).eval()

    def make(self):
        """Writes a random model, once."""
        if not self.config or (self.directory / "config.json").exists():
            return
        import torch
        import transformers

        torch.manual_seed(0)
        model_class = getattr(transformers, self.architecture)
        model_class(model_class.config_class(**self.config)).save_pretrained(self.directory)

    def operations(self, batch, length):
        """Multiplications and additions of a pass: the layers' products, and attention over the keys that are seen."""
        c = self.settings()
        hidden, wide, layers = c["hidden_size"], c["intermediate_size"], c["num_hidden_layers"]
        feed_forward = 6 if self.architecture in GATED else 4
        seen = [length] * layers
        if self.architecture == "ModernBertModel":
            local = min(length, c["local_attention"] + 1)
            seen = [local if kind == "sliding_attention" else length for kind in c["layer_types"]]
        # Disentangled attention multiplies four times, not twice; what positions cost beside is not counted.
        products = 8 if self.architecture == "DebertaV2Model" else 4
        per_token = layers * (8 * hidden * hidden + feed_forward * hidden * wide) + sum(products * hidden * n for n in seen)
        return batch * length * per_token


def random_model(name, architecture, **options):
    shapes = options.pop("shapes", SHAPES)
    directory = ROOT / ".cache/benchmark-models" / name
    return Model(name, architecture, directory, shapes, {**BASE, **options})


# Three matrices in a feed-forward layer.
GATED = ("ModernBertModel", "GteModel", "EuroBertModel", "NomicBertModel")
MINILM = Model("MiniLM-L6", "BertModel", ROOT / ".cache/minilm")
FAMILIES = [
    random_model("xlm-roberta", "XLMRobertaModel", max_position_embeddings=1026, type_vocab_size=1, pad_token_id=1),
    random_model("modernbert", "ModernBertModel", shapes=(*SHAPES, (1, 4096)), intermediate_size=1152, pad_token_id=0,
                 bos_token_id=1, eos_token_id=2, cls_token_id=1, sep_token_id=2),
    random_model("deberta-v2", "DebertaV2Model", relative_attention=True, position_buckets=256, type_vocab_size=0,
                 norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type=["p2c", "c2p"], position_biased_input=False),
    random_model("mpnet", "MPNetModel", max_position_embeddings=514, pad_token_id=1),
    random_model("electra", "ElectraModel", embedding_size=256),
    random_model("distilbert", "DistilBertModel", **{own: BASE[usual] for own, usual in DISTILBERT.items()}),
    random_model("albert", "AlbertModel", embedding_size=128, hidden_act="gelu_new"),
    random_model("gte", "GteModel", type_vocab_size=1, pad_token_id=1),
    random_model("eurobert", "EuroBertModel", pad_token_id=0, bos_token_id=1, eos_token_id=2, mask_token_id=3),
    random_model("nomic_bert", "NomicBertModel"),
]
