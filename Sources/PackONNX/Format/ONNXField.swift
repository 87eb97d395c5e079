/// Numbers of the fields that are written and read (onnx.proto of the ONNX project, IR version 8).
enum ONNXField {
  enum Model {
    static let irVersion = 1
    static let producer = 2
    static let graph = 7
    static let operatorSet = 8
    static let metadata = 14
    static let functions = 25
  }
  enum OperatorSet {
    static let domain = 1
    static let version = 2
  }
  enum Entry {
    static let key = 1
    static let value = 2
  }
  enum Function {
    static let name = 1
    static let node = 7
    static let domain = 10
  }
  enum Graph {
    static let node = 1
    static let name = 2
    static let initializer = 5
    static let input = 11
    static let output = 12
    static let sparseInitializer = 15
  }
  enum Node {
    static let input = 1
    static let output = 2
    static let name = 3
    static let operation = 4
    static let attribute = 5
    static let domain = 7
  }
  enum Attribute {
    static let name = 1
    static let float = 2
    static let int = 3
    static let text = 4
    static let tensor = 5
    static let graph = 6
    static let ints = 8
    static let tensors = 10
    static let graphs = 11
    static let type = 20
  }
  enum Tensor {
    static let dimension = 1
    static let type = 2
    static let name = 8
    static let rawData = 9
    static let externalData = 13
    static let location = 14
    /// Fields that hold elements one by one: float, int32, string, int64, double, uint64.
    static let typedData = [4, 5, 6, 7, 10, 11]
  }
  enum Value {
    static let name = 1
    static let type = 2
  }
  enum ValueType {
    static let tensor = 1
  }
  enum TensorType {
    static let element = 1
    static let shape = 2
  }
  enum Shape {
    static let dimension = 1
  }
  enum Dimension {
    static let value = 1
    static let parameter = 2
  }
}
