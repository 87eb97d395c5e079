"""config.json and other JSON, settings, templates, secrets, ignored files, findings."""

import json

from .cards import card, replaced
from .kinds import change, kind, load


@kind("keys of config.json", 10_000)
def keys(p, n):
    change(p / "config.json", **{f"k{i}": i for i in range(n)})


@kind("keys of config.json that are escaped", 10_000)
def escaped_keys(p, n):
    text = (p / "config.json").read_text().rstrip().removesuffix("}")
    (p / "config.json").write_text(text + "".join(f',"\\u006b{i}": {i}' for i in range(n)) + "}")


@kind("keys of the sub-model's config.json", 10_000)
def sub_keys(p, n):
    change(p / "ranking_model/config.json", **{f"k{i}": i for i in range(n)})


@kind("keys with local paths", 3_000)
def path_keys(p, n):
    change(p / "config.json", **{f"k{i}": f"/home/me/{i}" for i in range(n)})


@kind("keys of tokenizer_config.json", 10_000)
def tokenizer_keys(p, n):
    change(p / "tokenizer_config.json", **{f"k{i}": i for i in range(n)})


@kind("keys of pruning_encoder_config.json", 10_000)
def encoder_keys(p, n):
    change(p / "pruning_encoder_config.json", **{f"k{i}": i for i in range(n)})


@kind("paths in tokenizer_config.json", 3_000)
def tokenizer_paths(p, n):
    change(p / "tokenizer_config.json", **{f"k{i}_file": f"/home/{i}" for i in range(n)})


@kind("paths in one list of tokenizer_config.json", 3_000)
def tokenizer_path_list(p, n):
    change(p / "tokenizer_config.json", init_inputs=[f"/home/{i}" for i in range(n)])


@kind("duplicate keys, the last one", 30_000)
def duplicates(p, n):
    (p / "config.json").write_text("{" + ",".join(f'"k{i}":1' for i in range(n)) + ',"k0":1}')


@kind("depth of config.json", 300_000)
def depth(p, n):
    (p / "config.json").write_text('{"a":' * n + "1" + "}" * n)


@kind("open brackets of config.json", 300_000)
def brackets(p, n):
    (p / "config.json").write_text("[" * n)


@kind("one string of config.json", 2_000_000)
def one_string(p, n):
    change(p / "config.json", x="a" * n)


@kind("one string of escapes", 400_000)
def one_escaped_string(p, n):
    change(p / "config.json", x="é\n" * n)


@kind("one list of config.json", 200_000)
def one_list(p, n):
    change(p / "config.json", x=list(range(n)))


@kind("digits of a number in config.json", 300_000)
def digits(p, n):
    (p / "config.json").write_text((p / "config.json").read_text().rstrip().removesuffix("}") + ',"x":' + "1" * n + "}")


@kind("digits of a number that is read", 300_000)
def read_digits(p, n):
    text = json.dumps({**load(p / "config.json"), "max_length": 111})
    (p / "config.json").write_text(text.replace('"max_length": 111', '"max_length": 1' + "0" * n))


@kind("labels", 5_000)
def labels(p, n):
    for path in ("config.json", "ranking_model/config.json"):
        change(p / path, id2label={str(i): f"L{i}" for i in range(n)}, label2id={f"L{i}": i for i in range(n)}, num_labels=n)


@kind("auto_map", 5_000)
def auto_map(p, n):
    change(p / "config.json", auto_map={f"AutoModel{i}": f"modeling_pruning_encoder.C{i}" for i in range(n)})


@kind("architectures", 20_000)
def architectures(p, n):
    change(p / "config.json", architectures=[f"C{i}" for i in range(n)])


@kind("JSON files with a fault each", 1_000)
def bad_json_files(p, n):
    for i in range(n):
        (p / f"f{i}.json").write_text("{")


@kind("recorded cases", 200)
def cases(p, n):
    case = {"query": "a", "document": "b", "input_ids": [2, 1, 3, 1, 3], "ranking_logit": 0.5, "pruning_logits": [[0.1, 0.2]] * 5}
    (p / "reference_outputs.json").write_text(json.dumps({"format": 1, "versions": {}, "cases": [case] * n}))


@kind("ids of a recorded case", 30_000)
def case_ids(p, n):
    case = {"query": "a", "document": "b", "input_ids": [1] * n, "ranking_logit": 0.5, "pruning_logits": [[0.1, 0.2]] * n}
    (p / "reference_outputs.json").write_text(json.dumps({"format": 1, "versions": {}, "cases": [case]}))


# Settings, templates, secrets, ignored files


@kind("settings", 1_500)
def settings(p, n):
    lines = "severity:\n" + "".join(f"  CARD00{i % 9 + 1}: off\n" if i < 9 else f"# {i}\n" for i in range(n))
    (p.parent / "s.yml").write_text(lines)
    return ["verify", "p", "--threads", "1", "--config", "s.yml"]


@kind("settings that name one rule", 1_500)
def many_ignored(p, n):
    (p.parent / "s.yml").write_text("ignore:\n" + "- CARD005\n" * n)
    return ["verify", "p", "--threads", "1", "--config", "s.yml"]


@kind("chat template", 200_000)
def template(p, n):
    change(p / "tokenizer_config.json", chat_template="{{ a }}{% b %}" * n)


@kind("chat template that is not closed", 200_000)
def open_template(p, n):
    change(p / "tokenizer_config.json", chat_template="{{ a " * n)


@kind("chat templates", 3_000)
def templates(p, n):
    change(p / "tokenizer_config.json", chat_template=[{"name": f"t{i}", "template": "{{ x.__y__ }}"} for i in range(n)])


@kind("lines of a text with secrets", 5_000)
def secrets(p, n):
    (p / "notes.txt").write_text("".join(f"hf_{'abcdefghijklmnopqrst'}{i:014}\n" for i in range(n)))


@kind("beginnings of secrets", 100_000)
def secret_beginnings(p, n):
    (p / "notes.txt").write_text("hf_" * n + " " + "-----BEGIN " * n + " " + "AKIA" * n)


@kind("names of AWS keys and spaces", 100)
def aws_names(p, n):
    (p / "notes.txt").write_text(("aws_secret_access_key" + " " * n) * n)


@kind("spaces after the name of an AWS key", 1_000_000)
def aws_spaces(p, n):
    (p / "notes.txt").write_text("aws_secret_access_key" + " " * n + "=" + " " * n)


@kind("patterns of .gitignore", 2_000)
def ignore_patterns(p, n):
    (p / ".gitignore").write_text("".join(f"a{i}*\n" for i in range(n)))


@kind("patterns of .gitignore by files", 100)
def ignore_patterns_by_files(p, n):
    (p / ".gitignore").write_text("".join(f"*a{i}\n" for i in range(n * 4)))
    for i in range(n):
        (p / f"f{i}.txt").write_text("x")


@kind("stars in a pattern of .gitignore", 10)
def stars(p, n):
    (p / ".gitignore").write_text("a*" * n + "b\n" + "**/" * n + "zz\n")
    (p / ("a" * 200)).write_text("x")


@kind("one pattern of .gitignore", 200_000)
def one_pattern(p, n):
    (p / ".gitignore").write_text("[a" * n + "]\n" + "a/" * n + "\n")


@kind("findings in the HTML report", 3_000)
def html_findings(p, n):
    path_keys(p, n)
    return ["verify", "p", "--threads", "1", "--format", "html"]


@kind("findings in the text report", 3_000)
def text_findings(p, n):
    path_keys(p, n)
    return ["verify", "p", "--threads", "1", "--format", "text"]


for _format in ("json", "sarif", "junit", "github"):

    @kind(f"findings in the {_format} report", 3_000)
    def findings(p, n, form=_format):
        path_keys(p, n)
        card_line_of_places(p, n)
        return ["verify", "p", "--threads", "1", "--format", form]


def card_line_of_places(p, n):
    card(p, body="-/home/a\n" * n)


@kind("lines of the card that --fix changes", 3_000)
def fixed_card(p, n):
    card(p, body="a\n" * n)
    replaced(p, "library_name", " x\n")
    (p / "config.json").write_text((p / "config.json").read_text().replace('"auto_map"', '"_name_or_path": "/home/x", "auto_map"', 1))
    return ["verify", "p", "--threads", "1", "--fix", "--dry-run"]


@kind("keys that --fix removes", 1_000)
def fixed_keys(p, n):
    path_keys(p, n)
    return ["verify", "p", "--threads", "1", "--fix", "--dry-run"]


@kind("model_type keys that inspect lists", 1_000)
def inspected_configs(p, n):
    for i in range(n):
        (p / f"d{i}").mkdir()
        (p / f"d{i}/config.json").write_text('{"model_type": "x"}')
    return ["inspect", "p"]
