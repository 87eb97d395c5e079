"""The models that are recorded, by family: class, config and which inputs."""

SMALL = dict(
    vocab_size=100,
    hidden_size=32,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=64,
    max_position_embeddings=512,
)

LENGTHS = (1, 8, 128, 512)


def case(name, architecture, lengths=LENGTHS, types=True, **config):
    return dict(name=name, architecture=architecture, lengths=lengths, types=types, config=config)


FAMILIES = {
    "bert": [
        case("sequence", "BertForSequenceClassification", num_labels=1, **SMALL),
        case("sequence, 3 labels, relu", "BertForSequenceClassification", (8, 30), num_labels=3, hidden_act="relu", **SMALL),
        case("tokens, tanh-gelu", "BertForTokenClassification", (8, 30), num_labels=2, hidden_act="gelu_new", **SMALL),
        case("bare, odd sizes", "BertModel", (8, 70), types=False, layer_norm_eps=1e-5,
             **{**SMALL, "hidden_size": 42, "num_attention_heads": 3, "intermediate_size": 50, "type_vocab_size": 1,
                "vocab_size": 101, "max_position_embeddings": 77}),
    ],
}
