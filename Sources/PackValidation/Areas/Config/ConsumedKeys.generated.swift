// swift-format-ignore-file
// Written by Tools/generate/consumed_keys.py from transformers 4.52.4 and 5.23.0. Not to be edited.

/// What the configurations of transformers 4 and 5 have: `key` in all of them, `family/key` in some, `/key` at a package's root.
enum ConsumedKeys {
  /// Methods and properties that a key would hide.
  static let memberTable: StaticString = """
    _encode_special_floats _get_generation_parameters _get_global_generation_defaults \
    _get_non_default_generation_parameters _getattr_without_heterogeneous_validation \
    _iter_config_keys_with_heterogeneous_adjustment _remove_keys_not_serialized _set_token_in_kwargs \
    _update_heterogeneous_to_dict_output convert_rope_params_to_dict default_config_fields dict_dtype_to_str \
    dict_torch_dtype_to_str from_dict from_json_file from_pretrained get_config_dict get_mtp_config \
    get_text_config is_custom_code is_heterogeneous is_remote_code nested_rope_parameter_keys per_layer_attributes \
    push_to_hub register_for_auto_class save_pretrained standardize_rope_params sub_configs to_dict to_diff_dict \
    to_json_file to_json_string update update_from_string use_return_dict validate validate_architecture \
    validate_layer_type validate_output_attentions validate_rope validate_token_ids /_package_keys \
    /backward_compatible_dict /encoder_directory /read_encoder_config eurobert/_check_received_keys \
    eurobert/_validate_default_rope_parameters gte/_check_received_keys gte/_validate_default_rope_parameters \
    modernbert/_check_received_keys modernbert/_validate_default_rope_parameters nomic_bert/_check_received_keys \
    nomic_bert/_validate_default_rope_parameters
    """

  /// Keys with a meaning.
  static let parameterTable: StaticString = """
    _attn_implementation_autoset _attn_implementation_internal _commit_hash _experts_implementation_internal \
    _name_or_path _output_attentions _post_init_done add_cross_attention architectures bad_words_ids \
    begin_suppress_tokens bos_token_id chunk_size_feed_forward cross_attention_hidden_size decoder_start_token_id \
    diversity_penalty do_sample dtype early_stopping encoder_no_repeat_ngram_size eos_token_id \
    exponential_decay_length_penalty finetuning_task forced_bos_token_id forced_eos_token_id hidden_size id2label \
    initializer_range is_decoder is_encoder_decoder label2id length_penalty max_length max_position_embeddings \
    min_length model_type no_repeat_ngram_size num_beam_groups num_beams num_hidden_layers num_labels \
    num_return_sequences output_attentions output_hidden_states output_scores pad_token_id prefix problem_type \
    pruned_heads remove_invalid_values repetition_penalty return_dict return_dict_in_generate sep_token_id \
    suppress_tokens task_specific_params temperature tf_legacy_loss tie_encoder_decoder tie_word_embeddings \
    tokenizer_class top_k top_p torch_dtype torchscript transformers_version typical_p use_bfloat16 vocab_size \
    /_encoder /_encoder_settings /auto_map /base_model_name_or_path /encoder_config /hidden_state_source \
    /max_input_length /mode /pruning_aggregation /pruning_config /pruning_pack_format /pruning_threshold \
    /ranking_activation /requires_transformers /use_token_type_ids albert/_attn_implementation \
    albert/attention_probs_dropout_prob albert/classifier_dropout_prob albert/embedding_size albert/hidden_act \
    albert/hidden_dropout_prob albert/inner_group_num albert/intermediate_size albert/layer_norm_eps \
    albert/num_attention_heads albert/num_hidden_groups albert/position_embedding_type albert/type_vocab_size \
    bert/_attn_implementation bert/attention_probs_dropout_prob bert/classifier_dropout bert/hidden_act \
    bert/hidden_dropout_prob bert/intermediate_size bert/layer_norm_eps bert/num_attention_heads \
    bert/position_embedding_type bert/type_vocab_size bert/use_cache camembert/_attn_implementation \
    camembert/attention_probs_dropout_prob camembert/classifier_dropout camembert/hidden_act \
    camembert/hidden_dropout_prob camembert/intermediate_size camembert/layer_norm_eps \
    camembert/num_attention_heads camembert/position_embedding_type camembert/type_vocab_size camembert/use_cache \
    deberta-v2/attention_head_size deberta-v2/attention_probs_dropout_prob deberta-v2/cls_dropout \
    deberta-v2/conv_act deberta-v2/conv_groups deberta-v2/conv_kernel_size deberta-v2/embedding_size \
    deberta-v2/hidden_act deberta-v2/hidden_dropout_prob deberta-v2/intermediate_size deberta-v2/layer_norm_eps \
    deberta-v2/legacy deberta-v2/max_relative_positions deberta-v2/norm_rel_ebd deberta-v2/num_attention_heads \
    deberta-v2/pooler_dropout deberta-v2/pooler_hidden_act deberta-v2/pooler_hidden_size deberta-v2/pos_att_type \
    deberta-v2/position_biased_input deberta-v2/position_buckets deberta-v2/relative_attention \
    deberta-v2/share_att_key deberta-v2/type_vocab_size distilbert/_attn_implementation \
    distilbert/_pre_quantization_dtype distilbert/activation distilbert/attention_dropout distilbert/dim \
    distilbert/dropout distilbert/hidden_dim distilbert/n_heads distilbert/n_layers distilbert/qa_dropout \
    distilbert/seq_classif_dropout distilbert/sinusoidal_pos_embds electra/_attn_implementation \
    electra/attention_probs_dropout_prob electra/classifier_dropout electra/embedding_size electra/hidden_act \
    electra/hidden_dropout_prob electra/intermediate_size electra/layer_norm_eps electra/num_attention_heads \
    electra/position_embedding_type electra/summary_activation electra/summary_first_dropout \
    electra/summary_last_dropout electra/summary_proj_to_labels electra/summary_type electra/summary_use_proj \
    electra/type_vocab_size electra/use_cache eurobert/_attn_implementation eurobert/attention_bias \
    eurobert/attention_dropout eurobert/classifier_pooling eurobert/head_dim eurobert/hidden_act \
    eurobert/intermediate_size eurobert/mask_token_id eurobert/mlp_bias eurobert/num_attention_heads \
    eurobert/num_key_value_heads eurobert/pretraining_tp eurobert/rms_norm_eps eurobert/rope_parameters \
    eurobert/use_cache gte/_attn_implementation gte/attention_probs_dropout_prob gte/classifier_dropout \
    gte/head_dim gte/hidden_act gte/hidden_dropout_prob gte/intermediate_size gte/layer_norm_eps \
    gte/num_attention_heads gte/rope_parameters gte/type_vocab_size modernbert/_attn_implementation \
    modernbert/attention_bias modernbert/attention_dropout modernbert/classifier_activation \
    modernbert/classifier_bias modernbert/classifier_dropout modernbert/classifier_pooling modernbert/cls_token_id \
    modernbert/decoder_bias modernbert/deterministic_flash_attn modernbert/embedding_dropout \
    modernbert/global_attn_every_n_layers modernbert/global_rope_theta modernbert/head_dim \
    modernbert/hidden_activation modernbert/initializer_cutoff_factor modernbert/intermediate_size \
    modernbert/layer_types modernbert/local_attention modernbert/local_rope_theta modernbert/mlp_bias \
    modernbert/mlp_dropout modernbert/norm_bias modernbert/norm_eps modernbert/num_attention_heads \
    modernbert/reference_compile modernbert/repad_logits_with_grad modernbert/rope_parameters \
    modernbert/rope_scaling modernbert/sliding_window modernbert/sparse_pred_ignore_index \
    modernbert/sparse_prediction mpnet/attention_probs_dropout_prob mpnet/hidden_act mpnet/hidden_dropout_prob \
    mpnet/intermediate_size mpnet/layer_norm_eps mpnet/num_attention_heads mpnet/relative_attention_num_buckets \
    nomic_bert/_attn_implementation nomic_bert/attention_probs_dropout_prob nomic_bert/classifier_dropout \
    nomic_bert/head_dim nomic_bert/hidden_act nomic_bert/hidden_dropout_prob nomic_bert/intermediate_size \
    nomic_bert/layer_norm_eps nomic_bert/num_attention_heads nomic_bert/rope_parameters nomic_bert/type_vocab_size \
    roberta/_attn_implementation roberta/attention_probs_dropout_prob roberta/classifier_dropout \
    roberta/hidden_act roberta/hidden_dropout_prob roberta/intermediate_size roberta/layer_norm_eps \
    roberta/num_attention_heads roberta/position_embedding_type roberta/type_vocab_size roberta/use_cache \
    xlm-roberta/_attn_implementation xlm-roberta/attention_probs_dropout_prob xlm-roberta/classifier_dropout \
    xlm-roberta/hidden_act xlm-roberta/hidden_dropout_prob xlm-roberta/intermediate_size \
    xlm-roberta/layer_norm_eps xlm-roberta/num_attention_heads xlm-roberta/position_embedding_type \
    xlm-roberta/type_vocab_size xlm-roberta/use_cache
    """

  /// Keys of which null is taken for a value, and changes or breaks the model.
  static let literalTable: StaticString = """
    hidden_size id2label initializer_range max_position_embeddings model_type num_hidden_layers num_labels \
    pruned_heads return_dict vocab_size /hidden_state_source /max_length /mode /pruning_aggregation \
    /pruning_pack_format /pruning_threshold /use_token_type_ids albert/attention_probs_dropout_prob \
    albert/chunk_size_feed_forward albert/classifier_dropout_prob albert/embedding_size albert/hidden_act \
    albert/hidden_dropout_prob albert/inner_group_num albert/intermediate_size albert/layer_norm_eps \
    albert/num_attention_heads albert/num_hidden_groups albert/position_embedding_type albert/tie_word_embeddings \
    albert/type_vocab_size bert/add_cross_attention bert/attention_probs_dropout_prob bert/chunk_size_feed_forward \
    bert/hidden_act bert/hidden_dropout_prob bert/intermediate_size bert/is_decoder bert/layer_norm_eps \
    bert/num_attention_heads bert/position_embedding_type bert/tie_word_embeddings bert/type_vocab_size \
    bert/use_cache camembert/add_cross_attention camembert/attention_probs_dropout_prob \
    camembert/chunk_size_feed_forward camembert/hidden_act camembert/hidden_dropout_prob \
    camembert/intermediate_size camembert/is_decoder camembert/layer_norm_eps camembert/num_attention_heads \
    camembert/pad_token_id camembert/position_embedding_type camembert/tie_word_embeddings \
    camembert/type_vocab_size camembert/use_cache deberta-v2/attention_head_size \
    deberta-v2/attention_probs_dropout_prob deberta-v2/conv_kernel_size deberta-v2/embedding_size \
    deberta-v2/hidden_act deberta-v2/hidden_dropout_prob deberta-v2/intermediate_size deberta-v2/layer_norm_eps \
    deberta-v2/legacy deberta-v2/max_relative_positions deberta-v2/norm_rel_ebd deberta-v2/num_attention_heads \
    deberta-v2/pooler_dropout deberta-v2/pooler_hidden_act deberta-v2/pooler_hidden_size deberta-v2/pos_att_type \
    deberta-v2/position_biased_input deberta-v2/position_buckets deberta-v2/relative_attention \
    deberta-v2/share_att_key deberta-v2/tie_word_embeddings deberta-v2/type_vocab_size distilbert/activation \
    distilbert/attention_dropout distilbert/chunk_size_feed_forward distilbert/dim distilbert/dropout \
    distilbert/hidden_dim distilbert/n_heads distilbert/n_layers distilbert/qa_dropout \
    distilbert/seq_classif_dropout distilbert/sinusoidal_pos_embds distilbert/tie_word_embeddings \
    electra/add_cross_attention electra/attention_probs_dropout_prob electra/chunk_size_feed_forward \
    electra/embedding_size electra/hidden_act electra/hidden_dropout_prob electra/intermediate_size \
    electra/is_decoder electra/layer_norm_eps electra/num_attention_heads electra/position_embedding_type \
    electra/summary_activation electra/summary_last_dropout electra/summary_type electra/summary_use_proj \
    electra/tie_word_embeddings electra/type_vocab_size electra/use_cache eurobert/attention_bias \
    eurobert/attention_dropout eurobert/classifier_pooling eurobert/hidden_act eurobert/intermediate_size \
    eurobert/mask_token_id eurobert/mlp_bias eurobert/num_attention_heads eurobert/num_key_value_heads \
    eurobert/pretraining_tp eurobert/rms_norm_eps eurobert/tie_word_embeddings eurobert/use_cache \
    gte/attention_probs_dropout_prob gte/head_dim gte/hidden_act gte/hidden_dropout_prob gte/intermediate_size \
    gte/layer_norm_eps gte/num_attention_heads gte/tie_word_embeddings gte/type_vocab_size \
    modernbert/attention_bias modernbert/attention_dropout modernbert/classifier_activation \
    modernbert/classifier_bias modernbert/classifier_dropout modernbert/classifier_pooling modernbert/decoder_bias \
    modernbert/deterministic_flash_attn modernbert/embedding_dropout modernbert/global_attn_every_n_layers \
    modernbert/global_rope_theta modernbert/hidden_activation modernbert/initializer_cutoff_factor \
    modernbert/intermediate_size modernbert/local_attention modernbert/local_rope_theta modernbert/mlp_bias \
    modernbert/mlp_dropout modernbert/norm_bias modernbert/norm_eps modernbert/num_attention_heads \
    modernbert/sliding_window modernbert/sparse_pred_ignore_index modernbert/sparse_prediction \
    modernbert/tie_word_embeddings mpnet/attention_probs_dropout_prob mpnet/hidden_act mpnet/hidden_dropout_prob \
    mpnet/intermediate_size mpnet/layer_norm_eps mpnet/num_attention_heads mpnet/relative_attention_num_buckets \
    mpnet/tie_word_embeddings nomic_bert/attention_probs_dropout_prob nomic_bert/hidden_act \
    nomic_bert/hidden_dropout_prob nomic_bert/intermediate_size nomic_bert/layer_norm_eps \
    nomic_bert/num_attention_heads nomic_bert/pad_token_id nomic_bert/type_vocab_size roberta/add_cross_attention \
    roberta/attention_probs_dropout_prob roberta/chunk_size_feed_forward roberta/hidden_act \
    roberta/hidden_dropout_prob roberta/intermediate_size roberta/is_decoder roberta/layer_norm_eps \
    roberta/num_attention_heads roberta/pad_token_id roberta/position_embedding_type roberta/tie_word_embeddings \
    roberta/type_vocab_size roberta/use_cache xlm-roberta/add_cross_attention \
    xlm-roberta/attention_probs_dropout_prob xlm-roberta/chunk_size_feed_forward xlm-roberta/hidden_act \
    xlm-roberta/hidden_dropout_prob xlm-roberta/intermediate_size xlm-roberta/is_decoder \
    xlm-roberta/layer_norm_eps xlm-roberta/num_attention_heads xlm-roberta/pad_token_id \
    xlm-roberta/position_embedding_type xlm-roberta/tie_word_embeddings xlm-roberta/type_vocab_size \
    xlm-roberta/use_cache
    """
}
