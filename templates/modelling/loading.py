"""The model, continued: from a package to a model."""

import copy
import os
import posixpath
from typing import Mapping, Optional

import torch
from safetensors.torch import load_file
from transformers import PretrainedConfig

from .configuration import PruningEncoderConfig
from .files import _find
from .package import HEAD_DIRECTORY, HUB_ARGUMENTS, PRUNING_ONLY
from .raw_predictions import PruningEncoderPreTrainedModel
from .versions import DTYPE
from .weights import LOADING_REPORT, _check, _check_tensors, _load_head, _shapes, _split_device_map, _unwrapped


class PruningEncoderPreTrainedModel(PruningEncoderPreTrainedModel):
    """Continued: loading."""

    # ---- joined from here on ----

    # Loading

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, config: Optional[PruningEncoderConfig] = None, **kwargs):
        """Loads a package from a directory or a Hub repository; or, with `state_dict`, from tensors in memory under
        the names of this model's own state_dict().

        Takes what transformers' from_pretrained takes and hands it on to the encoder: revision, subfolder,
        cache_dir, token, dtype (or torch_dtype; the default "auto" keeps the package's), device_map (or `device`, for
        the whole model), attn_implementation, quantization_config and so on. Settings of either configuration
        (pruning_threshold, hidden_dropout_prob) may be given as well.

        Raises where a weight is missing or has another shape than the configuration says: nothing is ever left
        at random values.
        """
        origin, state_dict = pretrained_model_name_or_path, kwargs.pop("state_dict", None)
        if origin is not None:
            origin = os.fspath(origin)
            if os.path.isdir(origin):
                origin = os.path.abspath(origin)  # save_pretrained comes back to it, from whatever directory
        elif state_dict is None or config is None:
            raise ValueError("without a package both are needed: config and state_dict")
        # [tf-arguments]
        for name in ("_commit_hash", "_from_auto", "_from_pipeline", "adapter_kwargs", "code_revision"):
            kwargs.pop(name, None)
        # Always so: the encoder runs transformers' own code, from safetensors, and must be complete.
        for name in ("trust_remote_code", "use_safetensors", "ignore_mismatched_sizes"):
            kwargs.pop(name, None)
        hub = {name: kwargs.pop(name) for name in HUB_ARGUMENTS if name in kwargs}
        subfolder = kwargs.pop("subfolder", None) or ""
        output_loading_info = kwargs.pop("output_loading_info", False)
        device, device_map = kwargs.pop("device", None), kwargs.pop("device_map", None)
        if device is not None and device_map is not None:
            raise ValueError("device and device_map say where the model goes: pass one of them")
        device_map = device if device_map is None else device_map
        dtypes = (kwargs.pop("dtype", None), kwargs.pop("torch_dtype", None))
        dtype = next((value for value in dtypes if value is not None), "auto")  # [tf-auto]
        attention = kwargs.pop("attn_implementation", None)

        if isinstance(config, PretrainedConfig):
            config = copy.deepcopy(config)
        else:
            config, kwargs = cls.config_class.from_pretrained(
                origin if config is None else config, subfolder=subfolder, return_unused_kwargs=True, **hub, **kwargs
            )
        cls._check_mode(config)
        if state_dict is not None:
            given = {"device_map": device_map, **kwargs}
            given = [name for name, value in given.items() if value is not None]
            if given:
                raise TypeError(f"from_pretrained with state_dict takes no {', '.join(given)}")
            model = cls._from_tensors(config, state_dict, dtype, attention)
            model._origin = None if origin is None else (origin, subfolder, hub)
            return (model, {name: [] for name in LOADING_REPORT}) if output_loading_info else model
        # [tf-commit] Every file from one commit, also if the branch moves meanwhile.
        if getattr(config, "_commit_hash", None) is not None:
            hub["revision"] = config._commit_hash
        if config.encoder_config is None:
            config.read_encoder_config(origin, subfolder, hub)
        if attention is None:  # [tf-attention]
            attention = getattr(config, "_attn_implementation_internal", None)
        if attention is not None:
            kwargs["attn_implementation"] = attention
        head_device = None
        if device_map is not None:
            kwargs["device_map"], head_device = _split_device_map(device_map, config.encoder_directory)

        folder = posixpath.join(subfolder, config.encoder_directory)
        encoder, report = cls.encoder_class.from_pretrained(
            origin,
            config=config.encoder_config,
            subfolder=folder,
            output_loading_info=True,
            ignore_mismatched_sizes=True,  # [tf-shapes] so that _check can name them
            use_safetensors=True,
            trust_remote_code=False,
            **{DTYPE: dtype},
            **hub,
            **kwargs,
        )
        missing = set(report["missing_keys"])
        if cls.mode == PRUNING_ONLY and missing and all(name.startswith("pooler.") for name in missing):
            # Token decisions do not use the pooler. A checkpoint without one gets a model without one.
            encoder.pooler = None
            missing = set()
        shapes = {name: tensor.shape for name, tensor in encoder.state_dict().items()}
        mismatched = []
        for entry in report["mismatched_keys"]:  # [tf-shapes]
            name, found = (entry, None) if isinstance(entry, str) else entry[:2]
            mismatched.append((name, found, shapes.get(name)))
        _check(posixpath.join(origin, folder), missing, mismatched, report.get("error_msgs"))

        folder = posixpath.join(subfolder, HEAD_DIRECTORY)
        config.pruning_config.setdefault("hidden_size", encoder.config.hidden_size)
        tensors = load_file(_find(origin, folder, "model.safetensors", hub))
        head = _load_head(posixpath.join(origin, folder), config.pruning_config, tensors)
        if head_device is None:
            head_device = encoder.device if encoder.device.type != "meta" else "cpu"
        head = head.to(device=head_device, dtype=None if dtype == "auto" else encoder.dtype)

        config._attn_implementation = encoder.config._attn_implementation
        setattr(config, DTYPE, encoder.dtype)
        model = cls(config, encoder, head)
        model._origin = (origin, subfolder, hub)
        if hasattr(encoder, "hf_device_map"):
            prefix = config.encoder_directory
            model.hf_device_map = {f"{prefix}.{k}" if k else prefix: v for k, v in encoder.hf_device_map.items()}
            model.hf_device_map[HEAD_DIRECTORY] = head_device
        model.eval()
        if output_loading_info:
            # [tf-report] As the encoder's class reports it: what is missing would have raised.
            summary = {name: type(report[name])() for name in LOADING_REPORT if name in report}
            unexpected = [f"{config.encoder_directory}.{name}" for name in report["unexpected_keys"]]
            return model, {**summary, "unexpected_keys": type(report["unexpected_keys"])(unexpected)}
        return model

    @classmethod
    def _from_tensors(cls, config: PruningEncoderConfig, tensors: Mapping[str, torch.Tensor], dtype, attention):
        """The model of a configuration with these tensors: all that it has, and no others. `dtype` may be "auto"."""
        if dtype == "auto":
            dtype = next((tensor.dtype for tensor in tensors.values() if tensor.is_floating_point()), None)
        given = {} if attention is None else {"attn_implementation": attention}
        model = cls._from_config(config, **{DTYPE: dtype}, **given)
        tensors = _unwrapped(tensors, model.state_dict().keys())
        _check_tensors("state_dict", tensors, _shapes(model))
        model.load_state_dict(tensors)
        return model.eval()
