"""Where `process` spends its time."""

import time
from dataclasses import asdict, dataclass
from typing import Dict

# ---- joined from here on ----


@dataclass
class PerformanceTrace:
    """Where `process` spent its time, under the names that OpenProvence has for the steps."""

    preprocess_seconds: float = 0.0  # normalize, collect, tokenize and split together
    assembly_seconds: float = 0.0  # the passes' inputs
    inference_seconds: float = 0.0
    postprocess_seconds: float = 0.0
    total_seconds: float = 0.0
    sentence_collect_seconds: float = 0.0  # splitting into sentences
    sentence_normalize_seconds: float = 0.0  # the arguments
    tokenize_seconds: float = 0.0
    fragment_split_seconds: float = 0.0  # packing tokens into blocks
    fragment_decode_seconds: float = 0.0  # always 0: no text is made from tokens

    def finish(self, postprocess_seconds: float):
        """Sets the times that are sums of others."""
        self.postprocess_seconds = postprocess_seconds
        self.preprocess_seconds = (
            self.sentence_normalize_seconds
            + self.sentence_collect_seconds
            + self.tokenize_seconds
            + self.fragment_split_seconds
        )
        self.total_seconds = (
            self.preprocess_seconds + self.assembly_seconds + self.inference_seconds + postprocess_seconds
        )

    def as_dict(self) -> Dict[str, float]:
        """The seconds by name, as `process` returns them under `timing`."""
        return asdict(self)


class _Stopwatch:
    """Measures one step after another."""

    def __init__(self):
        """Begins the first step."""
        self.last = time.perf_counter()

    def lap(self) -> float:
        """Seconds since it was made or asked last."""
        before, self.last = self.last, time.perf_counter()
        return self.last - before
