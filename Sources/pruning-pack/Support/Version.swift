/// The tool's version.
let toolVersion = "0.2.0"
/// Owner and name of the repository on GitHub that releases it.
let toolRepository = "pruning-pack/pruning-pack"
