/// The speed of light: multiply-adds in registers, without any memory.
#pragma once

/// Floating-point operations of one core in a second, two for each multiply-add, measured for about `seconds`.
double peak_flops(double seconds);

/// The same of whole numbers of 8 bits, whose sums have 32: with the best instructions that the encoder uses for them.
double peak_int8(double seconds);
