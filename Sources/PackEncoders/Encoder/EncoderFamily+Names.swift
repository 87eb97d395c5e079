extension EncoderFamily {
  /// The architecture as its authors write it: `DeBERTa-v2`.
  public var title: String {
    switch self {
    case .bert: "BERT"
    case .roberta: "RoBERTa"
    case .xlmRoberta: "XLM-RoBERTa"
    case .camembert: "CamemBERT"
    case .modernBert: "ModernBERT"
    case .debertaV2: "DeBERTa-v2"
    case .electra: "ELECTRA"
    case .albert: "ALBERT"
    case .distilBert: "DistilBERT"
    case .mpnet: "MPNet"
    }
  }

  /// How the names of its classes begin in transformers: `XLMRoberta` of `XLMRobertaForSequenceClassification`.
  package var classPrefix: String {
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
