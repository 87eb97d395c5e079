"""What differs between versions of transformers, and what the file does about it."""

from transformers import PretrainedConfig

# ---- joined from here on ----

# What is here because of transformers, and for which version: read in the sources of 4.52.4, the oldest that packages
# allow, and of 5.23.0. "4": goes when 4.52 goes. "5": for 5.23 only. "both": stays until transformers changes.
# What a row is about has the row's tag.
#
# [tf-python]       4     4.52 runs on Python 3.9, which has no `X | None` and no `match`; 5.23 asks for 3.11.
# [tf-names]        4     5.23 calls them PreTrainedConfig and TokenizersBackend, and keeps the names that 4.52 knows.
# [tf-dtype]        4     The argument and the config's attribute are `torch_dtype`; since 4.56 they are `dtype`.
# [tf-auto]         4     Without a dtype 4.52 loads in float32, 5.23 in the one of config.json.
# [tf-commit]       4     4.52's Auto classes pass the branch on, with the commit in the config; 5.23's pass the commit.
# [tf-safe]         4     4.52's push_to_hub passes `safe_serialization` to save_pretrained; 5.23 has no such argument.
# [tf-unpadded]     4     With flash_attention_2 4.52's ModernBERT takes the padding out before its layers, and puts it
#                         back after its final norm; 5.23's keeps it.
# [tf-dtype-key]    5     5.23 writes `dtype` into config.json, which 4.52 does not read; both read `torch_dtype`.
# [tf-diff]         5     5.23 leaves out of config.json what equals its defaults: id2label of two unnamed labels.
# [tf-max-length]   both  A config's attribute `max_length` is taken for a parameter of text generation: to save it is
#                         warned of in 4.52 and an error in 5.23.
# [tf-no-file]      both  For a config.json that is not there cached_file gives None, where it raises for other files,
#                         and AutoConfig complains about a model_type.
# [tf-arguments]    both  The Auto classes pass `adapter_kwargs` on, and `_from_auto` where they are given a config; the
#                         others are taken by from_pretrained of transformers' own models or of its Auto classes.
# [tf-attention]    both  The Auto classes move `attn_implementation` from the arguments into the config.
# [tf-supports]     both  A model's class is asked whether it supports its config's attention, flash attention by
#                         `_supports_flash_attn_2` in 4.52 and by `_supports_flash_attn` in 5.23.
# [tf-initialized]  both  post_init draws new weights for every module that is not marked `_is_hf_initialized`.
# [tf-shapes]       both  A tensor of another shape is an error that does not name it in full. With
#                         ignore_mismatched_sizes 4.52 reports its name, 5.23 its name and both shapes.
# [tf-final-norm]   both  hidden_states[-1] of ModernBERT is before the final norm in 4.52, after it in 5.23.
# [tf-shards]       both  save_pretrained leaves an earlier model.safetensors beside new shards, and from_pretrained
#                         reads that one.
# [tf-checkpoint]   both  Trainer looks for a checkpoint's weights at its root, and loads an index's files one by one.
# [tf-report]       both  The report of output_loading_info has lists in 4.52, and mostly sets in 5.23.
# [tf-card]         both  push_to_hub writes the repository's card, or a blank one, over the one of save_pretrained.

# [tf-dtype] The name of the argument and of the config's attribute.
DTYPE = "torch_dtype" if "torch_dtype" in vars(PretrainedConfig()) else "dtype"
