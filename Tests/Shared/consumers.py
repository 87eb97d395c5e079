"""What both versions of transformers and sentence-transformers make of a directory: ids, logits, CrossEncoder's scores."""

from versions import call


def consume(version, directories, pairs):
    """What a version, `tf4` or `tf5`, gives for each directory: {ids, logits, scores}, or {error}."""
    return call(version, "consumers", "all_outputs", directories=[str(each) for each in directories], pairs=pairs)


def all_outputs(directories, pairs):
    results = []
    for directory in directories:
        try:
            results.append(outputs(directory, [tuple(pair) for pair in pairs]))
        except Exception as error:
            results.append({"error": f"{type(error).__name__}: {error}"})
    return results


def outputs(directory, pairs):
    import torch
    from sentence_transformers import CrossEncoder
    from support import DTYPE
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(directory, trust_remote_code=True)
    model = AutoModelForSequenceClassification.from_pretrained(
        directory, trust_remote_code=True, **{DTYPE: torch.float32}
    ).eval()
    encoder = CrossEncoder(
        directory, trust_remote_code=True, device="cpu", model_kwargs={"torch_dtype": torch.float32}
    )
    ids, logits = [], []
    for query, passage in pairs:
        inputs = tokenizer([query], [passage], truncation=True, max_length=64, return_tensors="pt")
        ids.append(inputs["input_ids"][0].tolist())
        with torch.no_grad():
            logits.append(model(**inputs).logits[0].tolist())
    return {"ids": ids, "logits": logits, "scores": encoder.predict(pairs, show_progress_bar=False).tolist()}


def token_ids(directories, pairs, max_length):
    """What AutoTokenizer of each directory gives for each pair."""
    from transformers import AutoTokenizer

    answers = []
    for directory in directories:
        tokenizer = AutoTokenizer.from_pretrained(directory, trust_remote_code=True)
        answers.append([tokenizer([q], [d], truncation=True, max_length=max_length)["input_ids"][0] for q, d in pairs])
    return answers
