/// In which form products read their weights.
package enum WeightForm: Sendable {
  /// As they lie in the file.
  case file
  /// As they lie in the file, and those of floats in the order of the products once they are used often.
  case panels
  /// In whole numbers of 8 bits.
  case int8
}
