// Elementary functions. A NaN goes through all of them, so that a broken model shows.

INLINE V choose(VI condition, V yes, V no) { return (V)((condition & (VI)yes) | (~condition & (VI)no)); }

INLINE V clamp(V x, float low, float high) {
  x = choose(x < low, splat(low), x);
  return choose(x > high, splat(high), x);
}

/// 2^x for x up to 127, relative error below 1e-7; 0 below -126, where the result would be subnormal.
///
/// x = n + f: a polynomial for f, and n goes into the exponent.
INLINE V power_of_two(V x) {
  const float to_integer = 0x1.8p23f;
  V shifted = x + to_integer;
  V f = x - (shifted - to_integer);
  // The best of degree 6 for -1/2...1/2 that is 1 at 0; its error of 2e-9 is lost in rounding.
  V p = f * 0x1.41fbbcp-13f + 0x1.5f3e54p-10f;
  p = p * f + 0x1.3b2d4cp-7f;
  p = p * f + 0x1.c6aee8p-5f;
  p = p * f + 0x1.ebfbdcp-3f;
  p = p * f + 0x1.62e43p-1f;
  p = p * f + 1.0f;
  VU power = ((VU)shifted << 23) + (127u << 23);
  return choose(x < -126.0f, splat(0), p * (V)power);
}

/// e^x, relative error below 2e-7; 0 below -87, where the result would soon be subnormal; saturates above 88.
///
/// x = n ln 2 + r, with ln 2 in two parts so that r is exact; then a polynomial, and n goes into the exponent.
INLINE V exponential(V x) {
  const float to_integer = 0x1.8p23f;
  V limited = choose(x > 88.0f, splat(88), x);
  V shifted = limited * 1.44269504f + to_integer;
  V n = shifted - to_integer;
  V r = limited - n * 0x1.63p-1f;
  r = r + n * 2.12194440e-4f;
  // Taylor's terms; |r| <= ln(2)/2 makes the first left out less than 1.3e-8 of the sum.
  V p = r * (1.0f / 5040.0f) + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = p * (r * r) + r + 1.0f;
  VU power = ((VU)shifted << 23) + (127u << 23);
  return choose(x < -87.0f, splat(0), p * (V)power);
}

/// 1 / (1 + e^-x)
INLINE V sigmoid(V x) { return 1.0f / (1.0f + exponential(-x)); }

INLINE V hyperbolic_tangent(V x) { return 1.0f - 2.0f / (exponential(2.0f * x) + 1.0f); }

/// erf(x), absolute error below 2e-7: the rational minimax approximation of degree 13 by 8 that
/// is common in numeric libraries; beyond 4 the function is 1 in single precision.
INLINE V error_function(V x) {
  x = clamp(x, -4.0f, 4.0f);
  V z = x * x;
  V p = z * -2.72614225801306e-10f + 2.77068142495902e-08f;
  p = p * z - 2.10102402082508e-06f;
  p = p * z - 5.69250639462346e-05f;
  p = p * z - 7.34990630326855e-04f;
  p = p * z - 2.95459980854025e-03f;
  p = p * z - 1.60960333262415e-02f;
  V q = z * -1.45660718464996e-05f - 2.13374055278905e-04f;
  q = q * z - 1.68282697438203e-03f;
  q = q * z - 7.37332916720468e-03f;
  q = q * z - 1.42647390514189e-02f;
  return x * p / q;
}

INLINE V activate(V x, ck_activation activation) {
  switch (activation) {
    case CK_IDENTITY:
      return x;
    case CK_GELU_ERF:
      return 0.5f * x * (1.0f + error_function(x * 0.707106781f));
    case CK_GELU_TANH:
      return 0.5f * x * (1.0f + hyperbolic_tangent(0.797884561f * (x + 0.044715f * x * x * x)));
    case CK_RELU:
      return choose(x < 0.0f, splat(0), x);
    case CK_SILU:
      return x * sigmoid(x);
    case CK_TANH:
      return hyperbolic_tangent(x);
  }
  return x;
}
