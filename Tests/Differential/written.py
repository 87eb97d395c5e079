"""Files that a package's users write beside the package's own: as CrossEncoder saves it, and as peft saves an adapter."""

import shutil
import tempfile
from pathlib import Path

import peft
from sentence_transformers import CrossEncoder
from transformers import AutoModel, AutoModelForSequenceClassification


def save_as_cross_encoder(package, target):
    CrossEncoder(package.directory, trust_remote_code=True, device="cpu").save_pretrained(str(target))


def save_adapter(package, target):
    """An adapter of the sub-model that changes what it computes."""
    auto = AutoModelForSequenceClassification if package.ranks else AutoModel
    settings = peft.LoraConfig(r=2, target_modules="all-linear", init_lora_weights=False)
    peft.get_peft_model(auto.from_pretrained(package.sub), settings).save_pretrained(str(target))


def write(package, target):
    """Writes them to folders of `target`, and returns {folder: files that the package itself has not}."""
    found = {}
    for save in [save_as_cross_encoder] * package.ranks + [save_adapter]:
        with tempfile.TemporaryDirectory() as scratch:
            save(package, Path(scratch) / "saved")
            for path in sorted(Path(scratch).rglob("*")):
                name = path.relative_to(Path(scratch) / "saved")
                if path.is_file() and not (Path(package.directory) / name).exists() and path.suffix != ".md":
                    copied = Path(target) / save.__name__ / name
                    copied.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, copied)
                    found.setdefault(save.__name__, []).append(str(name))
    return found
