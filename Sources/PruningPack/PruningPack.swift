/// Everything that packs, checks and runs pruning encoders, under one import.
///
/// - `ModelDir` reads and writes packages: `PackageSaver`, `PackageConfig`.
/// - `Pruning` runs them: `PruningEncoder`, `PruningStream`.
/// - `PackEvaluation` measures them on a labelled set: `Evaluation`, `EvaluationResult`.
/// - `PackValidation` checks them: `Verifier`, `VerifyReport`, `RuleCatalogue`.
///
/// Of the modules below only the types are exported that these four show.
@_exported public import ModelDir
@_exported public import enum PackCheckpoints.DType
@_exported public import enum PackEncoders.HiddenStateSource
@_exported public import PackEvaluation
@_exported public import struct PackEncoders.PruningLogits
@_exported public import struct PackFiles.FileError
@_exported public import protocol PackFiles.LocatedError
@_exported public import struct PackFiles.Place
@_exported public import struct PackTokenizers.Encoding
@_exported public import PackValidation
@_exported public import Pruning
