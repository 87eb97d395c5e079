import PackEncoders

extension EncoderFamily {
  /// How the names of its classes begin in transformers: `XLMRoberta` of `XLMRobertaForSequenceClassification`.
  var classPrefix: String {
    switch self {
    case .bert: "Bert"
    case .roberta: "Roberta"
    case .xlmRoberta: "XLMRoberta"
    case .camembert: "Camembert"
    case .modernBert: "ModernBert"
    case .debertaV2: "DebertaV2"
    case .electra: "Electra"
    case .albert: "Albert"
    case .distilBert: "DistilBert"
    case .mpnet: "MPNet"
    }
  }
}
