/// The speed of light: fused multiply-adds in registers, without any memory.
#pragma once

/// Floating-point operations of one core in a second, two for each multiply-add, measured for about `seconds`.
double peak_flops(double seconds);
