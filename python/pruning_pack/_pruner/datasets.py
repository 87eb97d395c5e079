"""`Pruner.map`, for datasets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional, Union


class DatasetMap:
    """What a Pruner has for `datasets.Dataset.map`."""

    def map(
        self,
        batch: Any,
        *,
        query: str = "query",
        document: str = "document",
        title: Optional[str] = None,
        output: str = "pruned",
        on_error: str = "stop",
        threshold: Optional[float] = None,
        budget: Optional[int] = None,
        rate: Optional[float] = None,
        keep: Union[None, str, Sequence[str]] = None,
        always_select_title: bool = False,
        strip_sentences: bool = False,
        byte_offsets: bool = False,
        batch_size: int = 32,
    ) -> Any:
        """Prunes a batch of a dataset: `dataset.map(pruner.map, batched=True, fn_kwargs={"threshold": 0.3})`.

        It adds `pruned` and `pruned_score`. Where the dataset has the format "arrow", all columns have types, and `pruned_spans`
        and `pruned_error` are there, too; only then errors can be recorded. Arguments are those of `pruning_pack.spark.prune`.

        Raises:
            ValueError: An argument is wrong, or the columns are not as they have to be.
            PrunerError: There is no answer.
        """
        arguments = {name: value for name, value in locals().items() if name not in ("self", "batch")}
        from pruning_pack._scale.mapping import mapped  # Imports this module.
        from pruning_pack._scale.settings import prune_settings

        return mapped(self, batch, prune_settings(**arguments))
