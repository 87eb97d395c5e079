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


def case(name, architecture, lengths=LENGTHS, types=True, pad_inside=False, module_names=False, **config):
    """`pad_inside`: the third token is the padding token, as when a text spells it out. `module_names`: the tensors have
    the names of the modules, where transformers saves others."""
    return dict(
        name=name, architecture=architecture, lengths=lengths, types=types, pad_inside=pad_inside,
        module_names=module_names, config=config,
    )


SMALL_ROBERTA = {**SMALL, "max_position_embeddings": 514, "pad_token_id": 1, "layer_norm_eps": 1e-5}


def roberta(prefix):
    sizes = {**SMALL_ROBERTA, "type_vocab_size": 1}
    return [
        case("sequence", f"{prefix}ForSequenceClassification", types=False, num_labels=1, **sizes),
        case("tokens, padding far from zero", f"{prefix}ForTokenClassification", (8, 30), types=False, num_labels=3,
             **{**sizes, "pad_token_id": 7, "max_position_embeddings": 60}),
        case("bare, padding inside", f"{prefix}Model", (8, 40), types=False, pad_inside=True, **sizes),
    ]


SMALL_MODERN = dict(
    vocab_size=100,
    hidden_size=32,
    num_hidden_layers=4,
    num_attention_heads=2,
    intermediate_size=48,
    max_position_embeddings=600,
    local_attention=16,
    pad_token_id=3,
    bos_token_id=1,
    eos_token_id=2,
    cls_token_id=1,
    sep_token_id=2,
)


def modern(name, architecture, lengths=LENGTHS, **config):
    return case(name, architecture, lengths, types=False, **{**SMALL_MODERN, **config})


SMALL_DEBERTA = {**SMALL, "relative_attention": True, "position_biased_input": False, "type_vocab_size": 0,
                 "pos_att_type": ["p2c", "c2p"]}


def deberta(name, architecture, lengths, types=False, **config):
    return case(name, architecture, lengths, types=types, **{**SMALL_DEBERTA, **config})


def rope(rope_type, **values):
    return {"rope_type": rope_type, **values}


LLAMA3 = rope("llama3", rope_theta=300.0, factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=48)
YARN = rope("yarn", rope_theta=500.0, factor=4.0, original_max_position_embeddings=64, beta_fast=8.0, beta_slow=1.0)
SMALL_GTE = {**SMALL, "pad_token_id": 1}
SMALL_EURO = {**SMALL, "num_key_value_heads": 2, "pad_token_id": 3, "bos_token_id": 1, "eos_token_id": 2,
              "mask_token_id": 4}


def gte(name, architecture, lengths=LENGTHS, types=False, **config):
    return case(name, f"Gte{architecture}", lengths, types=types, **{**SMALL_GTE, **config})


def nomic(name, architecture, lengths=LENGTHS, types=True, **config):
    return case(name, f"NomicBert{architecture}", lengths, types=types, **{**SMALL, **config})


def euro(name, architecture, lengths=LENGTHS, **config):
    return case(name, f"EuroBert{architecture}", lengths, types=False, **{**SMALL_EURO, **config})


FAMILIES = {
    "bert": [
        case("sequence", "BertForSequenceClassification", num_labels=1, **SMALL),
        case("sequence, 3 labels, relu", "BertForSequenceClassification", (8, 30), num_labels=3, hidden_act="relu",
             **SMALL),
        case("tokens, tanh-gelu", "BertForTokenClassification", (8, 30), num_labels=2, hidden_act="gelu_new", **SMALL),
        case("bare, odd sizes", "BertModel", (8, 70), types=False, layer_norm_eps=1e-5,
             **{**SMALL, "hidden_size": 42, "num_attention_heads": 3, "intermediate_size": 50, "type_vocab_size": 1,
                "vocab_size": 101, "max_position_embeddings": 77}),
    ],
    "roberta": [
        case("sequence, two types", "RobertaForSequenceClassification", (1, 8, 128, 512), num_labels=2,
             **{**SMALL_ROBERTA, "type_vocab_size": 2}),
        case("bare", "RobertaModel", (8, 40), types=False, **{**SMALL_ROBERTA, "type_vocab_size": 1}),
    ],
    "xlm-roberta": roberta("XLMRoberta"),
    "camembert": roberta("Camembert")[:1],
    "electra": [
        case("sequence, narrow embeddings", "ElectraForSequenceClassification", num_labels=1, embedding_size=16,
             **SMALL),
        case("sequence, 3 labels, relu", "ElectraForSequenceClassification", (8, 30), num_labels=3, embedding_size=32,
             hidden_act="relu", **SMALL),
        case("tokens", "ElectraForTokenClassification", (8, 30), num_labels=2, embedding_size=16, **SMALL),
        case("bare", "ElectraModel", (8, 30), embedding_size=20, **SMALL),
    ],
    "distilbert": [
        case(name, f"DistilBert{end}", lengths, types=False, num_labels=labels, vocab_size=100, dim=32, hidden_dim=64,
             n_layers=2, n_heads=4, max_position_embeddings=512)
        for name, end, lengths, labels in (
            ("sequence", "ForSequenceClassification", LENGTHS, 1),
            ("tokens", "ForTokenClassification", (8, 30), 3),
            ("bare", "Model", (8, 30), 2),
        )
    ],
    "mpnet": [
        case("sequence", "MPNetForSequenceClassification", types=False, num_labels=1, **SMALL_ROBERTA),
        case("tokens", "MPNetForTokenClassification", (8, 30), types=False, num_labels=2, **SMALL_ROBERTA),
        case("bare, padding inside", "MPNetModel", (8, 30), types=False, pad_inside=True, **SMALL_ROBERTA),
    ],
    "modernbert": [
        modern("sequence, first token", "ModernBertForSequenceClassification", num_labels=1),
        modern("sequence, mean, all biases", "ModernBertForSequenceClassification", (1, 8, 70), num_labels=3,
               classifier_pooling="mean", attention_bias=True, mlp_bias=True, norm_bias=True, classifier_bias=True,
               hidden_activation="silu", classifier_activation="relu"),
        modern("tokens, other reach", "ModernBertForTokenClassification", (8, 40), num_labels=2, local_attention=6,
               global_attn_every_n_layers=2, global_rope_theta=1000.0, local_rope_theta=50.0),
        modern("bare, long", "ModernBertModel", (600,), num_hidden_layers=2),
    ],
    "deberta-v2": [
        deberta("sequence, as v3", "DebertaV2ForSequenceClassification", LENGTHS, num_labels=1,
                position_buckets=16, share_att_key=True, norm_rel_ebd="layer_norm", max_relative_positions=-1),
        deberta("sequence, own projections, types, positions", "DebertaV2ForSequenceClassification", (8, 60), types=True,
                num_labels=3, position_buckets=-1, max_relative_positions=40, share_att_key=False, type_vocab_size=2,
                position_biased_input=True, pooler_hidden_act="tanh", embedding_size=20),
        deberta("tokens, c2p only, convolution", "DebertaV2ForTokenClassification", (1, 8, 40), num_labels=2,
                pos_att_type="c2p", position_buckets=8, max_relative_positions=100, share_att_key=True,
                norm_rel_ebd="layer_norm", conv_kernel_size=3, conv_act="gelu"),
        deberta("tokens, p2c only", "DebertaV2ForTokenClassification", (8, 40), num_labels=2, pos_att_type=["p2c"],
                position_buckets=8, share_att_key=False),
        deberta("sequence, own projections, buckets, wide convolution", "DebertaV2ForSequenceClassification", (1, 8, 90),
                num_labels=2, position_buckets=16, share_att_key=False, conv_kernel_size=5, conv_act="tanh",
                pooler_dropout=0.2, legacy=False),
        deberta("bare, c2p only, no buckets, own projection", "DebertaV2Model", (8, 60), types=True, type_vocab_size=2,
                pos_att_type=["c2p"], max_relative_positions=24, share_att_key=False),
        deberta("bare, not relative", "DebertaV2Model", (8, 40), relative_attention=False, position_biased_input=True,
                pos_att_type=["c2p"]),
        deberta("bare, longer than its positions", "DebertaV2Model", (9, 70), max_position_embeddings=32,
                position_buckets=8, max_relative_positions=-1, share_att_key=True),
        deberta("bare, positions without scores", "DebertaV2Model", (8,), pos_att_type=[], num_hidden_layers=1),
    ],
    "albert": [
        case("sequence", "AlbertForSequenceClassification", num_labels=1, embedding_size=16, **SMALL),
        case("tokens, two groups, relu", "AlbertForTokenClassification", (8, 30), num_labels=3, embedding_size=32,
             hidden_act="relu", num_hidden_groups=2, **{**SMALL, "num_hidden_layers": 5}),
        case("bare", "AlbertModel", (8, 30), embedding_size=20, **SMALL),
    ],
    "gte": [
        gte("sequence", "ForSequenceClassification", num_labels=1),
        gte("sequence, two types, names of modules, yarn", "ForSequenceClassification", (1, 8, 90), types=True,
            module_names=True, num_labels=3, type_vocab_size=2, hidden_act="silu", rope_parameters=YARN),
        gte("tokens, no types, wide heads, linear", "ForTokenClassification", (8, 90), num_labels=2, type_vocab_size=0,
            head_dim=12, hidden_act="gelu_new", rope_parameters=rope("linear", rope_theta=200.0, factor=2.5)),
        gte("bare, heads that do not fill the width, llama3", "Model", (8, 200), hidden_size=42, num_attention_heads=5,
            intermediate_size=50, layer_norm_eps=1e-5, rope_parameters=LLAMA3),
        gte("bare, a part of each head", "Model", (8, 70), rope_parameters=rope(
            "proportional", rope_theta=100.0, partial_rotary_factor=0.6, factor=2.0)),
    ],
    "nomic_bert": [
        nomic("sequence", "ForSequenceClassification", num_labels=1),
        nomic("sequence, names of modules, wide heads", "ForSequenceClassification", (8, 30), module_names=True,
              num_labels=3, head_dim=12, hidden_act="gelu", type_vocab_size=3),
        nomic("tokens, dynamic", "ForTokenClassification", (8, 90), types=False, num_labels=2, type_vocab_size=1,
              rope_parameters=rope("dynamic", factor=2.0)),
        nomic("bare, long, yarn with its own factor", "Model", (600,), max_position_embeddings=600,
              rope_parameters={**YARN, "attention_factor": 1.3, "truncate": False}),
    ],
    "eurobert": [
        euro("sequence", "ForSequenceClassification", num_labels=1),
        euro("sequence, mean, all biases, one key head", "ForSequenceClassification", (1, 8, 70), num_labels=3,
             classifier_pooling="mean", attention_bias=True, mlp_bias=True, num_key_value_heads=1, head_dim=16,
             hidden_act="gelu", rms_norm_eps=1e-4),
        euro("sequence, first token, llama3", "ForSequenceClassification", (8, 200), num_labels=2,
             classifier_pooling="bos", num_key_value_heads=None, rope_parameters=LLAMA3),
        euro("tokens, yarn", "ForTokenClassification", (8, 90), num_labels=3, rope_parameters={
            **YARN, "mscale": 0.7, "mscale_all_dim": 0.4}),
        euro("bare, long", "Model", (600,), max_position_embeddings=600),
    ],
}
