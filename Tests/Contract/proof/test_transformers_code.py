"""Of transformers' own modelling files at least 95% use nothing that code of a package may not; the rest is listed with reasons."""

from collections import Counter
from pathlib import Path

import transformers
from code_probe import Probe, models, refused_models


def test_modelling_files():
    probe = Probe()
    files = list(models(Path(transformers.__file__).parent))
    refused = refused_models(probe, files)
    probe.close()
    for name, problems in refused.items():
        print(name)
        for (problem), count in Counter(problem for _, problem in problems).items():
            print(f"  {count}  {problem}")
    print(f"transformers {transformers.__version__}: {len(files) - len(refused)} of {len(files)} are accepted")
    if transformers.__version__.startswith("5."):
        assert len(refused) <= 0.05 * len(files)
