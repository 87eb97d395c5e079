// swift-format-ignore-file
// Written by Tools/generate/default_keys.py from transformers 4.52.4 and 5.23.0. Not to be edited.

/// What the configurations of transformers 4 and 5 have where config.json says nothing.
enum DefaultKeys {
  /// JSON: values by family and key.
  static let table = #"""
    {"albert": {"add_cross_attention": false, "attention_probs_dropout_prob": 0, "bos_token_id": 2,
    "chunk_size_feed_forward": 0, "classifier_dropout_prob": 0.1, "diversity_penalty": 0.0, "do_sample": false,
    "early_stopping": false, "embedding_size": 128, "encoder_no_repeat_ngram_size": 0, "eos_token_id": 3,
    "hidden_act": "gelu_new", "hidden_dropout_prob": 0, "hidden_size": 4096, "initializer_range": 0.02,
    "inner_group_num": 1, "intermediate_size": 16384, "is_decoder": false, "is_encoder_decoder": false,
    "layer_norm_eps": 1e-12, "length_penalty": 1.0, "max_length": 20, "max_position_embeddings": 512,
    "min_length": 0, "no_repeat_ngram_size": 0, "num_attention_heads": 64, "num_beam_groups": 1, "num_beams": 1,
    "num_hidden_groups": 1, "num_hidden_layers": 12, "num_return_sequences": 1, "output_attentions": false,
    "output_hidden_states": false, "output_scores": false, "pad_token_id": 0, "position_embedding_type":
    "absolute", "pruned_heads": {}, "remove_invalid_values": false, "repetition_penalty": 1.0, "return_dict":
    true, "return_dict_in_generate": false, "temperature": 1.0, "tf_legacy_loss": false, "tie_encoder_decoder":
    false, "tie_word_embeddings": true, "top_k": 50, "top_p": 1.0, "torchscript": false, "type_vocab_size": 2,
    "typical_p": 1.0, "use_bfloat16": false, "vocab_size": 30000}, "bert": {"add_cross_attention": false,
    "attention_probs_dropout_prob": 0.1, "chunk_size_feed_forward": 0, "diversity_penalty": 0.0, "do_sample":
    false, "early_stopping": false, "encoder_no_repeat_ngram_size": 0, "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1, "hidden_size": 768, "initializer_range": 0.02, "intermediate_size": 3072,
    "is_decoder": false, "is_encoder_decoder": false, "layer_norm_eps": 1e-12, "length_penalty": 1.0,
    "max_length": 20, "max_position_embeddings": 512, "min_length": 0, "no_repeat_ngram_size": 0,
    "num_attention_heads": 12, "num_beam_groups": 1, "num_beams": 1, "num_hidden_layers": 12,
    "num_return_sequences": 1, "output_attentions": false, "output_hidden_states": false, "output_scores": false,
    "pad_token_id": 0, "position_embedding_type": "absolute", "pruned_heads": {}, "remove_invalid_values": false,
    "repetition_penalty": 1.0, "return_dict": true, "return_dict_in_generate": false, "temperature": 1.0,
    "tf_legacy_loss": false, "tie_encoder_decoder": false, "tie_word_embeddings": true, "top_k": 50, "top_p": 1.0,
    "torchscript": false, "type_vocab_size": 2, "typical_p": 1.0, "use_bfloat16": false, "use_cache": true,
    "vocab_size": 30522}, "camembert": {"add_cross_attention": false, "attention_probs_dropout_prob": 0.1,
    "bos_token_id": 0, "chunk_size_feed_forward": 0, "diversity_penalty": 0.0, "do_sample": false,
    "early_stopping": false, "encoder_no_repeat_ngram_size": 0, "eos_token_id": 2, "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1, "hidden_size": 768, "initializer_range": 0.02, "intermediate_size": 3072,
    "is_decoder": false, "is_encoder_decoder": false, "layer_norm_eps": 1e-12, "length_penalty": 1.0,
    "max_length": 20, "max_position_embeddings": 512, "min_length": 0, "no_repeat_ngram_size": 0,
    "num_attention_heads": 12, "num_beam_groups": 1, "num_beams": 1, "num_hidden_layers": 12,
    "num_return_sequences": 1, "output_attentions": false, "output_hidden_states": false, "output_scores": false,
    "pad_token_id": 1, "position_embedding_type": "absolute", "pruned_heads": {}, "remove_invalid_values": false,
    "repetition_penalty": 1.0, "return_dict": true, "return_dict_in_generate": false, "temperature": 1.0,
    "tf_legacy_loss": false, "tie_encoder_decoder": false, "tie_word_embeddings": true, "top_k": 50, "top_p": 1.0,
    "torchscript": false, "type_vocab_size": 2, "typical_p": 1.0, "use_bfloat16": false, "use_cache": true,
    "vocab_size": 30522}, "deberta-v2": {"add_cross_attention": false, "attention_probs_dropout_prob": 0.1,
    "chunk_size_feed_forward": 0, "diversity_penalty": 0.0, "do_sample": false, "early_stopping": false,
    "encoder_no_repeat_ngram_size": 0, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "hidden_size": 1536,
    "initializer_range": 0.02, "intermediate_size": 6144, "is_decoder": false, "is_encoder_decoder": false,
    "layer_norm_eps": 1e-07, "legacy": true, "length_penalty": 1.0, "max_length": 20, "max_position_embeddings":
    512, "max_relative_positions": -1, "min_length": 0, "no_repeat_ngram_size": 0, "num_attention_heads": 24,
    "num_beam_groups": 1, "num_beams": 1, "num_hidden_layers": 24, "num_return_sequences": 1, "output_attentions":
    false, "output_hidden_states": false, "output_scores": false, "pad_token_id": 0, "pooler_dropout": 0,
    "pooler_hidden_act": "gelu", "position_biased_input": true, "pruned_heads": {}, "relative_attention": false,
    "remove_invalid_values": false, "repetition_penalty": 1.0, "return_dict": true, "return_dict_in_generate":
    false, "temperature": 1.0, "tf_legacy_loss": false, "tie_encoder_decoder": false, "tie_word_embeddings": true,
    "top_k": 50, "top_p": 1.0, "torchscript": false, "type_vocab_size": 0, "typical_p": 1.0, "use_bfloat16":
    false, "vocab_size": 128100}, "distilbert": {"activation": "gelu", "add_cross_attention": false,
    "attention_dropout": 0.1, "chunk_size_feed_forward": 0, "dim": 768, "diversity_penalty": 0.0, "do_sample":
    false, "dropout": 0.1, "early_stopping": false, "encoder_no_repeat_ngram_size": 0, "hidden_dim": 3072,
    "initializer_range": 0.02, "is_decoder": false, "is_encoder_decoder": false, "length_penalty": 1.0,
    "max_length": 20, "max_position_embeddings": 512, "min_length": 0, "n_heads": 12, "n_layers": 6,
    "no_repeat_ngram_size": 0, "num_beam_groups": 1, "num_beams": 1, "num_return_sequences": 1,
    "output_attentions": false, "output_hidden_states": false, "output_scores": false, "pad_token_id": 0,
    "pruned_heads": {}, "qa_dropout": 0.1, "remove_invalid_values": false, "repetition_penalty": 1.0,
    "return_dict": true, "return_dict_in_generate": false, "seq_classif_dropout": 0.2, "sinusoidal_pos_embds":
    false, "temperature": 1.0, "tf_legacy_loss": false, "tie_encoder_decoder": false, "tie_word_embeddings": true,
    "top_k": 50, "top_p": 1.0, "torchscript": false, "typical_p": 1.0, "use_bfloat16": false, "vocab_size":
    30522}, "electra": {"add_cross_attention": false, "attention_probs_dropout_prob": 0.1,
    "chunk_size_feed_forward": 0, "diversity_penalty": 0.0, "do_sample": false, "early_stopping": false,
    "embedding_size": 128, "encoder_no_repeat_ngram_size": 0, "hidden_act": "gelu", "hidden_dropout_prob": 0.1,
    "hidden_size": 256, "initializer_range": 0.02, "intermediate_size": 1024, "is_decoder": false,
    "is_encoder_decoder": false, "layer_norm_eps": 1e-12, "length_penalty": 1.0, "max_length": 20,
    "max_position_embeddings": 512, "min_length": 0, "no_repeat_ngram_size": 0, "num_attention_heads": 4,
    "num_beam_groups": 1, "num_beams": 1, "num_hidden_layers": 12, "num_return_sequences": 1, "output_attentions":
    false, "output_hidden_states": false, "output_scores": false, "pad_token_id": 0, "position_embedding_type":
    "absolute", "pruned_heads": {}, "remove_invalid_values": false, "repetition_penalty": 1.0, "return_dict":
    true, "return_dict_in_generate": false, "summary_activation": "gelu", "summary_last_dropout": 0.1,
    "summary_type": "first", "summary_use_proj": true, "temperature": 1.0, "tf_legacy_loss": false,
    "tie_encoder_decoder": false, "tie_word_embeddings": true, "top_k": 50, "top_p": 1.0, "torchscript": false,
    "type_vocab_size": 2, "typical_p": 1.0, "use_bfloat16": false, "use_cache": true, "vocab_size": 30522},
    "eurobert": {"attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 128000,
    "chunk_size_feed_forward": 0, "classifier_pooling": "late", "eos_token_id": 128001, "hidden_act": "silu",
    "hidden_size": 768, "initializer_range": 0.02, "intermediate_size": 3072, "is_encoder_decoder": false,
    "mask_token_id": 128002, "max_position_embeddings": 8192, "mlp_bias": false, "num_attention_heads": 12,
    "num_hidden_layers": 12, "output_attentions": false, "output_hidden_states": false, "pad_token_id": 128001,
    "pretraining_tp": 1, "return_dict": true, "rms_norm_eps": 1e-05, "rope_parameters": {"rope_theta": 10000.0,
    "rope_type": "default"}, "tie_word_embeddings": false, "use_cache": true, "vocab_size": 128256}, "gte":
    {"attention_probs_dropout_prob": 0.0, "chunk_size_feed_forward": 0, "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1, "hidden_size": 768, "initializer_range": 0.02, "intermediate_size": 3072,
    "is_encoder_decoder": false, "layer_norm_eps": 1e-12, "max_position_embeddings": 8192, "num_attention_heads":
    12, "num_hidden_layers": 12, "output_attentions": false, "output_hidden_states": false, "pad_token_id": 1,
    "return_dict": true, "rope_parameters": {"rope_theta": 160000.0, "rope_type": "default"},
    "tie_word_embeddings": true, "type_vocab_size": 1, "vocab_size": 250048}, "modernbert":
    {"add_cross_attention": false, "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 50281,
    "chunk_size_feed_forward": 0, "classifier_activation": "gelu", "classifier_bias": false, "classifier_dropout":
    0.0, "classifier_pooling": "cls", "cls_token_id": 50281, "decoder_bias": true, "deterministic_flash_attn":
    false, "diversity_penalty": 0.0, "do_sample": false, "early_stopping": false, "embedding_dropout": 0.0,
    "encoder_no_repeat_ngram_size": 0, "eos_token_id": 50282, "global_attn_every_n_layers": 3,
    "global_rope_theta": 160000.0, "hidden_activation": "gelu", "hidden_size": 768, "initializer_cutoff_factor":
    2.0, "initializer_range": 0.02, "intermediate_size": 1152, "is_decoder": false, "is_encoder_decoder": false,
    "length_penalty": 1.0, "local_attention": 128, "local_rope_theta": 10000.0, "max_length": 20,
    "max_position_embeddings": 8192, "min_length": 0, "mlp_bias": false, "mlp_dropout": 0.0,
    "no_repeat_ngram_size": 0, "norm_bias": false, "norm_eps": 1e-05, "num_attention_heads": 12,
    "num_beam_groups": 1, "num_beams": 1, "num_hidden_layers": 22, "num_return_sequences": 1, "output_attentions":
    false, "output_hidden_states": false, "output_scores": false, "pad_token_id": 50283, "pruned_heads": {},
    "remove_invalid_values": false, "repad_logits_with_grad": false, "repetition_penalty": 1.0, "return_dict":
    true, "return_dict_in_generate": false, "sep_token_id": 50282, "sparse_pred_ignore_index": -100,
    "sparse_prediction": false, "temperature": 1.0, "tf_legacy_loss": false, "tie_encoder_decoder": false,
    "tie_word_embeddings": true, "top_k": 50, "top_p": 1.0, "torchscript": false, "typical_p": 1.0,
    "use_bfloat16": false, "vocab_size": 50368}, "mpnet": {"add_cross_attention": false,
    "attention_probs_dropout_prob": 0.1, "bos_token_id": 0, "chunk_size_feed_forward": 0, "diversity_penalty":
    0.0, "do_sample": false, "early_stopping": false, "encoder_no_repeat_ngram_size": 0, "eos_token_id": 2,
    "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "hidden_size": 768, "initializer_range": 0.02,
    "intermediate_size": 3072, "is_decoder": false, "is_encoder_decoder": false, "layer_norm_eps": 1e-12,
    "length_penalty": 1.0, "max_length": 20, "max_position_embeddings": 512, "min_length": 0,
    "no_repeat_ngram_size": 0, "num_attention_heads": 12, "num_beam_groups": 1, "num_beams": 1,
    "num_hidden_layers": 12, "num_return_sequences": 1, "output_attentions": false, "output_hidden_states": false,
    "output_scores": false, "pad_token_id": 1, "pruned_heads": {}, "relative_attention_num_buckets": 32,
    "remove_invalid_values": false, "repetition_penalty": 1.0, "return_dict": true, "return_dict_in_generate":
    false, "temperature": 1.0, "tf_legacy_loss": false, "tie_encoder_decoder": false, "tie_word_embeddings": true,
    "top_k": 50, "top_p": 1.0, "torchscript": false, "typical_p": 1.0, "use_bfloat16": false, "vocab_size":
    30527}, "nomic_bert": {"attention_probs_dropout_prob": 0.0, "chunk_size_feed_forward": 0, "hidden_act":
    "silu", "hidden_dropout_prob": 0.0, "hidden_size": 768, "initializer_range": 0.02, "intermediate_size": 3072,
    "is_encoder_decoder": false, "layer_norm_eps": 1e-12, "max_position_embeddings": 2048, "num_attention_heads":
    12, "num_hidden_layers": 12, "output_attentions": false, "output_hidden_states": false, "pad_token_id": 0,
    "return_dict": true, "rope_parameters": {"rope_theta": 1000.0, "rope_type": "default"}, "type_vocab_size": 2,
    "vocab_size": 30528}, "roberta": {"add_cross_attention": false, "attention_probs_dropout_prob": 0.1,
    "bos_token_id": 0, "chunk_size_feed_forward": 0, "diversity_penalty": 0.0, "do_sample": false,
    "early_stopping": false, "encoder_no_repeat_ngram_size": 0, "eos_token_id": 2, "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1, "hidden_size": 768, "initializer_range": 0.02, "intermediate_size": 3072,
    "is_decoder": false, "is_encoder_decoder": false, "layer_norm_eps": 1e-12, "length_penalty": 1.0,
    "max_length": 20, "max_position_embeddings": 512, "min_length": 0, "no_repeat_ngram_size": 0,
    "num_attention_heads": 12, "num_beam_groups": 1, "num_beams": 1, "num_hidden_layers": 12,
    "num_return_sequences": 1, "output_attentions": false, "output_hidden_states": false, "output_scores": false,
    "pad_token_id": 1, "position_embedding_type": "absolute", "pruned_heads": {}, "remove_invalid_values": false,
    "repetition_penalty": 1.0, "return_dict": true, "return_dict_in_generate": false, "temperature": 1.0,
    "tf_legacy_loss": false, "tie_encoder_decoder": false, "tie_word_embeddings": true, "top_k": 50, "top_p": 1.0,
    "torchscript": false, "type_vocab_size": 2, "typical_p": 1.0, "use_bfloat16": false, "use_cache": true,
    "vocab_size": 50265}, "xlm-roberta": {"add_cross_attention": false, "attention_probs_dropout_prob": 0.1,
    "bos_token_id": 0, "chunk_size_feed_forward": 0, "diversity_penalty": 0.0, "do_sample": false,
    "early_stopping": false, "encoder_no_repeat_ngram_size": 0, "eos_token_id": 2, "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1, "hidden_size": 768, "initializer_range": 0.02, "intermediate_size": 3072,
    "is_decoder": false, "is_encoder_decoder": false, "layer_norm_eps": 1e-12, "length_penalty": 1.0,
    "max_length": 20, "max_position_embeddings": 512, "min_length": 0, "no_repeat_ngram_size": 0,
    "num_attention_heads": 12, "num_beam_groups": 1, "num_beams": 1, "num_hidden_layers": 12,
    "num_return_sequences": 1, "output_attentions": false, "output_hidden_states": false, "output_scores": false,
    "pad_token_id": 1, "position_embedding_type": "absolute", "pruned_heads": {}, "remove_invalid_values": false,
    "repetition_penalty": 1.0, "return_dict": true, "return_dict_in_generate": false, "temperature": 1.0,
    "tf_legacy_loss": false, "tie_encoder_decoder": false, "tie_word_embeddings": true, "top_k": 50, "top_p": 1.0,
    "torchscript": false, "type_vocab_size": 2, "typical_p": 1.0, "use_bfloat16": false, "use_cache": true,
    "vocab_size": 30522}}
    """#
}
