"""The model, continued: from a model to a package."""

import os
import posixpath
from typing import Optional

from safetensors.torch import save_file

from .beginning import logger
from .files import _copy, _find, _write_json
from .loading import PruningEncoderPreTrainedModel
from .package import CARD, HEAD_DIRECTORY, LICENSES, MODULE, OPTIONAL_FILES, REQUIRED_FILES
from .versions import DTYPE
from .weights import _without_prefix


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
        **kwargs,
    ):
        """Writes a package: the configs, this file, the encoder and the head as safetensors. README.md, licence
        and tokenizer files come along from where the model was loaded.

        `kwargs` go to push_to_hub, if that is asked for.
        """
        if not safe_serialization:
            raise ValueError("a package holds no pickle: safe_serialization=False is not possible")
        directory = os.fspath(save_directory)
        folder = self.config.encoder_directory
        if state_dict is None:
            encoder_state, head_state = None, self.pruning_head.state_dict()
        else:
            encoder_state = _without_prefix(state_dict, folder + ".")
            head_state = _without_prefix(state_dict, HEAD_DIRECTORY + ".")
        sharding = {} if max_shard_size is None else {"max_shard_size": max_shard_size}
        os.makedirs(directory, exist_ok=True)
        if is_main_process:
            self._remove_earlier_weights(os.path.join(directory, folder))
        self.encoder.save_pretrained(
            os.path.join(directory, folder), is_main_process=is_main_process, state_dict=encoder_state, **sharding
        )
        if not is_main_process:
            return

        head_directory = os.path.join(directory, HEAD_DIRECTORY)
        os.makedirs(head_directory, exist_ok=True)
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

        if push_to_hub:
            name = kwargs.pop("repo_id", os.path.basename(os.path.normpath(directory)))
            self.push_to_hub(name, **sharding, **kwargs)

    def _remove_earlier_weights(self, directory: str):
        """[tf-shards] Whole or in shards: what is written next is to be the only weights there."""
        if "disk" in getattr(self.encoder, "hf_device_map", {}).values():
            return  # offloaded weights may be read from the very files
        for name in ("model.safetensors", "model.safetensors.index.json"):
            file = os.path.join(directory, name)
            if os.path.exists(file):
                os.remove(file)

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
                    logger.warning(f"{os.path.join(directory, place)} gets no {name}: {error}")
                continue
            _copy(file, os.path.join(directory, place, name))

    def _upload_modified_files(self, working_dir, *args, **kwargs):
        """[tf-card] Called by push_to_hub before it uploads: puts the model's own card back."""
        self._carry(os.fspath(working_dir), "", (CARD,))
        return super()._upload_modified_files(working_dir, *args, **kwargs)
