"""Random post-processors and decoders."""


def post_processor(source, names):
    cls, sep = source.choice(names), source.choice(names)

    def template():
        piece = lambda name, type_id: {"SpecialToken": {"id": name, "type_id": type_id}}
        text = lambda name, type_id: {"Sequence": {"id": name, "type_id": type_id}}
        second = source.choice([0, 1, 2])
        single = [piece(cls, 0), text("A", source.choice([0, 0, 3])), piece(sep, 0)]
        pair = [piece(cls, 0), text("A", 0), piece(sep, 0), *([piece(sep, 0)] if source.random() < 0.3 else []),
                text("B", second), piece(sep, second)]
        if source.random() < 0.1:
            pair = [text("B", 1), piece(sep, 0), text("A", 0)]
        if source.random() < 0.1:
            single, pair = [text("A", 0)], [text("A", 0), text("B", 1)]
        tokens = {name: {"id": name, "ids": [n, 7][:k], "tokens": [name, "extra"][:k]}
                  for n, name in enumerate(dict.fromkeys([cls, sep])) for k in [source.choice([1, 1, 1, 2])]}
        return {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": tokens}

    def trimming():
        return {"type": "ByteLevel", "add_prefix_space": source.random() < 0.5, "trim_offsets": source.random() < 0.7,
                "use_regex": True}

    return source.choice([
        lambda: None, template, template,
        lambda: {"type": "BertProcessing", "sep": [sep, 2], "cls": [cls, 1]},
        lambda: {"type": "RobertaProcessing", "sep": [sep, 2], "cls": [cls, 1], "trim_offsets": source.random() < 0.7,
                 "add_prefix_space": source.random() < 0.5},
        trimming,
        lambda: {"type": "Sequence", "processors": [trimming(), template()]},
    ])()


def decoder(source):
    simple = lambda: source.choice([
        lambda: {"type": "WordPiece", "prefix": source.choice(["##", ""]), "cleanup": source.random() < 0.5},
        lambda: {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        lambda: {"type": "Metaspace", "replacement": "▁", "prepend_scheme": source.choice(["always", "never", "first"]),
                 "split": True},
        lambda: {"type": "BPEDecoder", "suffix": "</w>"},
        lambda: {"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "|", "cleanup": source.random() < 0.5},
        lambda: {"type": "Replace", "pattern": {"String": source.choice(["▁", "a"])}, "content": source.choice([" ", "bb", ""])},
        lambda: {"type": "Fuse"}, lambda: {"type": "ByteFallback"},
        lambda: {"type": "Strip", "content": source.choice([" ", "a"]), "start": source.choice([0, 1, 2]), "stop": 0},
    ])()
    return source.choice([
        lambda: None, simple,
        lambda: {"type": "Sequence", "decoders": [simple() for _ in range(source.randint(1, 3))]},
        lambda: {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
    ])()
