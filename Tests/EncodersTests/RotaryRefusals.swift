import PackEncoders

extension RefusalTests.Option {
  /// What families with rotary positions refuse.
  static let rotary = [
    Self(family: .gte, key: "hidden_act", value: "\"mish\""),
    Self(family: .gte, key: "num_attention_heads", value: "32"),
    Self(family: .gte, key: "num_attention_heads", value: "33"),
    Self(family: .gte, key: "head_dim", value: "7"),
    Self(family: .gte, key: "type_vocab_size", value: "-1"),
    Self(family: .gte, key: "partial_rotary_factor", value: "0.5"),
    Self(family: .gte, key: "rope_scaling", value: "[1]"),
    Self(
      family: .gte, key: "rope_parameters", value: #"{"rope_type": "longrope"}"#,
      path: "$.rope_parameters.rope_type"),
    Self(
      family: .gte, key: "rope_scaling", value: #"{"type": "ntk", "factor": 2}"#,
      path: "$.rope_scaling.type"),
    Self(
      family: .gte, key: "rope_parameters", value: #"{"rope_type": "linear", "rope_theta": 10}"#,
      path: "$.rope_parameters"),
    Self(
      family: .gte, key: "rope_parameters", value: #"{"rope_theta": 0}"#, path: "$.rope_parameters.rope_theta"
    ),
    Self(
      family: .gte, key: "rope_parameters", value: #"{"rope_theta": null}"#,
      path: "$.rope_parameters.rope_theta"),
    Self(
      family: .gte, key: "rope_parameters", value: #"{"full_attention": {"rope_theta": 10}}"#,
      path: "$.rope_parameters.full_attention"),
    Self(
      family: .gte, key: "rope_parameters",
      value: #"{"rope_type": "linear", "factor": 2, "partial_rotary_factor": 0.5}"#,
      path: "$.rope_parameters.partial_rotary_factor"),
    Self(
      family: .gte, key: "rope_parameters",
      value: #"{"rope_type": "proportional", "partial_rotary_factor": 1.5}"#,
      path: "$.rope_parameters.partial_rotary_factor"),
    Self(
      family: .gte, key: "rope_parameters", value: #"{"rope_type": "yarn", "factor": 2, "beta_fast": -1}"#,
      path: "$.rope_parameters.beta_fast"),
    Self(
      family: .gte, key: "rope_parameters", value: #"{"rope_type": "yarn", "factor": 2, "rope_theta": 1}"#,
      path: "$.rope_parameters.rope_theta"),
    Self(family: .nomicBert, key: "type_vocab_size", value: "0"),
    Self(family: .nomicBert, key: "hidden_size", value: "null", path: "$"),
    Self(family: .euroBert, key: "num_key_value_heads", value: "3"),
    Self(family: .euroBert, key: "num_key_value_heads", value: "8"),
    Self(family: .euroBert, key: "num_attention_heads", value: "3"),
    Self(family: .euroBert, key: "classifier_pooling", value: "\"max\""),
    Self(family: .euroBert, key: "rms_norm_eps", value: "-1"),
  ]
}
