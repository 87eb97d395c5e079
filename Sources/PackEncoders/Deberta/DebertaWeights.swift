extension PostNormStack.Names {
  fileprivate static let deberta = {
    var names = bert
    names.query = "attention.self.query_proj"
    names.key = "attention.self.key_proj"
    names.value = "attention.self.value_proj"
    return names
  }()
}

extension DebertaConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    let encoder = weights.scope("encoder")
    let width = shape.hiddenSize
    var attention = AttentionOptions(heads: layers.heads, headSize: width / layers.heads)
    attention.scale = 1 / Float(width / layers.heads * scoreKinds).squareRoot()
    attention.storedScores = .scaledProducts
    return DebertaModel(
      embedding: readEmbedding(weights),
      positions: relative.map { relative in
        DebertaPositions(
          table: encoder.table("rel_embeddings", entries: relative.buckets.count, width: width),
          norm: relative.isNormed
            ? encoder.layerNorm("LayerNorm", width: width, epsilon: layers.epsilon) : nil,
          buckets: relative.buckets)
      },
      layers: (0..<layers.layers).map { readLayer(encoder.scope("layer.\($0)")) },
      convolution: convolution.map { readConvolution(encoder.scope("conv"), $0) },
      attention: attention, activation: layers.activation)
  }

  private func readEmbedding(_ weights: WeightCursor) -> TokenEmbedding {
    let embeddings = weights.scope("embeddings")
    let width = shape.hiddenSize
    var embedding = TokenEmbedding(
      words: embeddings.table("word_embeddings", entries: shape.vocabularySize, width: embeddingSize))
    if hasPositionTable {
      embedding.positions = embeddings.table(
        "position_embeddings", entries: shape.usablePositions, width: embeddingSize)
    }
    if shape.typeCount > 0 {
      embedding.types = embeddings.table(
        "token_type_embeddings", entries: shape.typeCount, width: embeddingSize)
    }
    if embeddingSize != width {
      embedding.projection = embeddings.linear("embed_proj", from: embeddingSize, to: width, bias: false)
    }
    embedding.projectedNorm = embeddings.layerNorm("LayerNorm", width: width, epsilon: layers.epsilon)
    return embedding
  }

  private func readLayer(_ layer: WeightCursor) -> DebertaLayer {
    let width = shape.hiddenSize
    let post = PostNormLayer(layer, layers, .deberta)
    var result = DebertaLayer(post: post)
    guard let relative else { return result }
    let own = layer.scope("attention.self")
    if relative.contentToPosition {
      result.positionKey =
        relative.sharesProjections ? post.key : own.linear("pos_key_proj", from: width, to: width)
    }
    if relative.positionToContent {
      result.positionQuery =
        relative.sharesProjections ? post.query : own.linear("pos_query_proj", from: width, to: width)
    }
    return result
  }

  private func readConvolution(_ weights: WeightCursor, _ options: Convolution) -> DebertaConvolution {
    let width = shape.hiddenSize
    return DebertaConvolution(
      kernel: weights.convolution("conv", channels: width, kernelSize: options.kernelSize),
      kernelSize: options.kernelSize, activation: options.activation,
      norm: weights.layerNorm("LayerNorm", width: width, epsilon: layers.epsilon))
  }

  /// The pooler (dense and an activation on the first token), then the classifier.
  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead {
    let width = shape.hiddenSize
    return ClassifierHead(
      dense: weights.linear("pooler.dense", from: width, to: width), activation: poolerActivation,
      output: weights.linear("classifier", from: width, to: shape.labels))
  }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    if isBase && isPositionBuffer(name) { return true }
    if role != .sequenceClassification && name.hasPrefix("pooler.") { return true }
    return ["cls.", "lm_predictions.", "mask_predictions."].contains { name.hasPrefix($0) }
  }
}
