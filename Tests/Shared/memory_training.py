"""Trains the models of memory.py: the head keeps answers, and the ranking model tells them from other texts."""

import torch

QUESTIONS = ["where is the coral reef", "how long is the river", "what eats the fish"]
ANSWERS = ["the reef is in the warm sea.", "the river is long.", "the big fish eats small fish."]
OTHERS = ["rain flows from the mountain.", "the day is large.", "a tree grows in the city."]


def train(parts, steps=60):
    """Teaches the head to keep the answers, and the ranking model to tell them from other texts; returns the losses."""
    model, head, tokenizer = parts["ranking_model"], parts["pruning_head"], parts["tokenizer"]
    optimizer = torch.optim.AdamW([*model.parameters(), *head.parameters()], lr=3e-3)
    inputs = tokenizer(QUESTIONS * 2, ANSWERS + OTHERS, padding=True, return_tensors="pt")
    labels = torch.tensor([1.0] * 3 + [0.0] * 3)
    kept = labels.long()[:, None].expand(inputs["input_ids"].shape)
    mask = inputs["attention_mask"].bool()
    losses = []
    for _ in range(steps):
        output = model(**inputs, output_hidden_states=True)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(output.logits[:, 0], labels)
        logits = head(output.hidden_states[-1])
        loss = loss + torch.nn.functional.cross_entropy(logits[mask], kept[mask])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
