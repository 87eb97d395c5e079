"""The model, continued: from a model to a package."""

import copy
import json
import os
import posixpath
import shutil
import time
from typing import Mapping, Optional

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import PreTrainedModel
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from .beginning import logger
from .files import _copy, _find, _replace_files, _write_json
from .loading import PruningEncoderPreTrainedModel
from .package import _WEIGHTS, CARD, HEAD_DIRECTORY, LICENSES, MODULE, OPTIONAL_FILES, PRUNING_ONLY, REQUIRED_FILES
from .package import STAGING
from .versions import DTYPE
from .weights import _check_tensors, _shapes, _unwrapped, _without_prefix


class PruningEncoderPreTrainedModel(PruningEncoderPreTrainedModel):
    """Continued: saving."""

    # ---- joined from here on ----

    # Saving

    def save_pretrained(
        self,
        save_directory,
        is_main_process: bool = True,
        state_dict: Optional[dict] = None,
        push_to_hub: bool = False,
        max_shard_size=None,
        safe_serialization: bool = True,  # [tf-safe]
        variant: Optional[str] = None,
        **kwargs,
    ):
        """Writes a package: the configs, this file, the encoder and the head as safetensors. README.md, licence
        and tokenizer files come along from where the model was loaded.

        Nothing is written where the result could not be loaded: ValueError says why. All is written beside what is
        there, and only what is complete takes its place. `kwargs` go to push_to_hub, if that is asked for.
        """
        if not safe_serialization:
            raise ValueError("a package holds no pickle: safe_serialization=False is not possible")
        if variant is not None:
            raise ValueError(f"a package has one set of weights: save variant {variant!r} into a directory of its own")
        if not is_main_process:
            return
        directory = os.fspath(save_directory)
        sharding = {} if max_shard_size is None else {"max_shard_size": max_shard_size}
        encoder_state, head_state = self._tensors_to_save(state_dict)
        staged = os.path.join(directory, f"{STAGING}{time.time_ns()}")
        os.makedirs(staged)
        try:
            self._write_package(staged, encoder_state, head_state, sharding)
            if os.path.basename(os.path.abspath(directory)).startswith(PREFIX_CHECKPOINT_DIR + "-"):
                self._write_index(staged, head_state)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        # [tf-shards] Whole or in shards: what is new is to be the only weights there.
        folder = self.config.encoder_directory
        place = os.path.join(directory, folder)
        found = os.listdir(place) if os.path.isdir(place) else []
        stale = [os.path.join(folder, name) for name in found if _WEIGHTS.fullmatch(name)]
        _replace_files(staged, directory, stale, last="config.json")
        for name in os.listdir(directory):
            if name.startswith(STAGING):  # others than this one: of a process that was killed
                shutil.rmtree(os.path.join(directory, name), ignore_errors=True)

        if push_to_hub:
            name = kwargs.pop("repo_id", os.path.basename(os.path.normpath(directory)))
            self.push_to_hub(name, **sharding, **kwargs)

    def _tensors_to_save(self, state_dict: Optional[Mapping[str, torch.Tensor]]):
        """(the encoder's tensors, the head's): the model's, or those of `state_dict`, without what wrappers put into
        their names. For the encoder None where its own save_pretrained finds them. Raises ValueError where
        from_pretrained would not take them."""
        if getattr(self, "_hf_peft_config_loaded", False) or getattr(self.encoder, "_hf_peft_config_loaded", False):
            raise ValueError(
                "the model has adapters, which a package cannot hold. Save the adapter alone (its tensors are "
                "model.get_adapter_state_dict()); or train with peft.get_peft_model(model, ...), and save what its "
                "merge_and_unload() returns"
            )
        encoder = getattr(self.encoder, "_orig_mod", self.encoder)
        if not isinstance(encoder, PreTrainedModel):
            raise ValueError(f"the encoder is a {type(encoder).__name__}: unwrap it, or merge its adapters, to save it")
        prefix = self.config.encoder_directory + "."
        if getattr(encoder, "hf_quantizer", None) is None:
            config = copy.deepcopy(encoder.config)
            with torch.device("meta"):
                shapes = _shapes(type(encoder)(config))
        else:
            shapes = {name: getattr(value, "shape", None) for name, value in encoder.state_dict().items()}
        if self.mode == PRUNING_ONLY and getattr(encoder, "pooler", None) is None:
            shapes = {name: shape for name, shape in shapes.items() if not name.startswith("pooler.")}
        shapes = {prefix + name: shape for name, shape in shapes.items()}
        shapes.update({f"{HEAD_DIRECTORY}.{name}": shape for name, shape in _shapes(self.pruning_head).items()})
        own = self.state_dict() if state_dict is None else state_dict
        tensors = _unwrapped(own, shapes)
        _check_tensors("what is to be saved", tensors, shapes)
        is_plain = state_dict is None and tensors.keys() == own.keys()
        return (
            None if is_plain else _without_prefix(tensors, prefix),
            _without_prefix(tensors, HEAD_DIRECTORY + "."),
        )

    def _write_package(self, directory: str, encoder_state: Optional[dict], head_state: dict, sharding: dict):
        """Writes all files of a package into a directory that has none."""
        folder = self.config.encoder_directory
        self.encoder.save_pretrained(os.path.join(directory, folder), state_dict=encoder_state, **sharding)
        head_directory = os.path.join(directory, HEAD_DIRECTORY)
        os.makedirs(head_directory)
        head_state = {name: tensor.detach().cpu().contiguous() for name, tensor in head_state.items()}
        save_file(head_state, os.path.join(head_directory, "model.safetensors"), metadata={"format": "pt"})
        head_config = {**self.config.pruning_config, "architectures": ["PruningHead"], "model_type": "pruning_head"}
        _write_json(os.path.join(head_directory, "config.json"), head_config)

        setattr(self.config, DTYPE, self.encoder.dtype)
        self.config.save_pretrained(directory)
        _write_json(
            os.path.join(directory, "pruning_encoder_config.json"), self.config.backward_compatible_dict()
        )
        _copy(__file__, os.path.join(directory, MODULE + ".py"))
        self._carry(directory, "", (CARD, *LICENSES))
        for place in ("", folder):
            self._carry(directory, place, REQUIRED_FILES + OPTIONAL_FILES)

    def _write_index(self, directory: str, head_state: dict):
        """[tf-checkpoint] Adds to a package what Trainer goes by where it loads a checkpoint: an index at its root that
        leads to the encoder's files, and the head's tensors under the names that they have in this model."""
        folder = self.config.encoder_directory
        file = os.path.join(directory, folder, "model.safetensors.index.json")
        if os.path.exists(file):
            with open(file, encoding="utf-8") as stream:
                places = json.load(stream)["weight_map"]
        else:
            with safe_open(os.path.join(directory, folder, "model.safetensors"), "pt") as stream:
                places = dict.fromkeys(stream.keys(), "model.safetensors")
        weights = {f"{folder}.{name}": f"{folder}/{place}" for name, place in places.items()}
        head = {f"{HEAD_DIRECTORY}.{name}": tensor.detach().cpu().contiguous() for name, tensor in head_state.items()}
        save_file(head, os.path.join(directory, HEAD_DIRECTORY + ".safetensors"), metadata={"format": "pt"})
        weights.update(dict.fromkeys(head, HEAD_DIRECTORY + ".safetensors"))
        _write_json(os.path.join(directory, "model.safetensors.index.json"), {"metadata": {}, "weight_map": weights})

    def _carry(self, directory: str, place: str, names: tuple):
        """Copies files that the model was loaded beside from its origin into a new package."""
        if self._origin is None:
            return
        origin, subfolder, hub = self._origin
        for name in names:
            try:
                file = _find(origin, posixpath.join(subfolder, place), name, hub)
            except (OSError, ValueError) as error:  # ValueError: a directory that is gone, taken for a Hub id
                if name in REQUIRED_FILES:
                    logger.warning(f"{place or 'the package'} gets no {name}: {error}")
                continue
            _copy(file, os.path.join(directory, place, name))

    def _upload_modified_files(self, working_dir, *args, **kwargs):
        """[tf-card] Called by push_to_hub before it uploads: puts the model's own card back."""
        self._carry(os.fspath(working_dir), "", (CARD,))
        return super()._upload_modified_files(working_dir, *args, **kwargs)
