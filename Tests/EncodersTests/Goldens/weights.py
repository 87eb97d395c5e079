"""Weights that Python and Swift make alike, so that no checkpoint needs to be kept.

Every value has eight significant bits: it is the same number in float32, float16 and bfloat16.
Tests/EncodersTests/SyntheticWeights.swift is the other half.
"""

import numpy

MASK = (1 << 64) - 1


def name_hash(name):
    """FNV-1a over the name's bytes."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def integers(name, count):
    """The top bytes of SplitMix64, seeded with the name: -128...127."""
    step = 0x9E3779B97F4A7C15
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(name_hash(name)) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(step)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return (z >> numpy.uint64(56)).astype(numpy.int64) - 128


def tensor(name, shape):
    """float32 values of a tensor: norms near 1, biases up to 1/8, matrices up to 1/4, tables up to 1."""
    k = integers(name, int(numpy.prod(shape, dtype=numpy.int64)))
    if name.endswith("bias") and len(shape) == 1:
        values = k / 1024
    elif len(shape) == 1:
        values = 1 + (k >> 3) / 64
    elif "embedding" in name:
        values = k / 128
    else:
        values = k / 512
    return values.astype(numpy.float32).reshape(shape)
