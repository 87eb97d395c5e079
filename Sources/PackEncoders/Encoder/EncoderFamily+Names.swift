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
    case .gte: "GTE"
    case .euroBert: "EuroBERT"
    case .nomicBert: "Nomic BERT"
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
    case .gte: "Gte"
    case .euroBert: "EuroBert"
    case .nomicBert: "NomicBert"
    }
  }

  /// Whether all layers have the same rotary positions, whose settings `rope_parameters` has without a level between.
  package var hasOneRotaryTable: Bool { [.gte, .euroBert, .nomicBert].contains(self) }

  /// The versions of transformers that have the family, `>=5.3.0`; nil where all from 4.52 on do.
  package var requirement: String? {
    switch self {
    case .gte: ">=5.18.0"
    case .euroBert: ">=5.3.0"
    case .nomicBert: ">=5.5.0"
    case .bert, .roberta, .xlmRoberta, .camembert, .modernBert, .debertaV2, .electra, .albert, .distilBert,
      .mpnet:
      nil
    }
  }
}
