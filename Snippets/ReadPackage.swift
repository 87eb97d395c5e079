// Reads what a directory says of itself, without loading weights.

import ModelDir

// snippet.hide
let directory = CommandLine.arguments[1]
// snippet.show

let inspection = try DirectoryInspection(directory)
if let config = inspection.config {
  print(config.mode, config.maximumLength, config.threshold)
}
for (path, size) in inspection.files { print(path, size) }
