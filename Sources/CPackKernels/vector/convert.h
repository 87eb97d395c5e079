// Stored weights to floats.

/// IEEE half precision, exactly. Subnormal halves are built from a normal float and a subtraction, since arithmetic on
/// subnormal floats is slow on many processors.
INLINE V from_f16(VH half) {
  const uint32_t rebias = (127 - 15) << 23;
  VU bits = __builtin_convertvector(half, VU);
  VU sign = (bits & 0x8000u) << 16;
  VU magnitude = (bits & 0x7fffu) << 13;
  VU exponent = magnitude & (31u << 23);
  V normal = (V)(magnitude + rebias);
  V subnormal = (V)(magnitude + rebias + (1u << 23)) - 0x1p-14f;
  V infinite = (V)(magnitude + 2 * rebias);
  V value = choose((VI)(exponent == 0), subnormal, normal);
  value = choose((VI)(exponent == (31u << 23)), infinite, value);
  return (V)((VU)value | sign);
}

INLINE V from_bf16(VH half) { return (V)(__builtin_convertvector(half, VU) << 16); }

/// W stored values from any address.
INLINE V load_stored(const char *at, ck_dtype dtype) {
  switch (dtype) {
    case CK_F16:
      return from_f16(*(const VHMemory *)at);
    case CK_BF16:
      return from_bf16(*(const VHMemory *)at);
    default:
      return load(at);
  }
}

/// Up to W stored values, zeros after them.
INLINE V load_stored_first(const char *at, ck_dtype dtype, size_t count) {
  char all[W * 4] = {0};
  memcpy(all, at, ck_min(count, W) * ck_dtype_size(dtype));
  return load_stored(all, dtype);
}

INLINE void convert_as(float *y, const char *x, ck_dtype dtype, size_t count, bool accumulate) {
  for (size_t i = 0; i < count; i += W) {
    const char *at = x + i * ck_dtype_size(dtype);
    V value = count - i >= W ? load_stored(at, dtype) : load_stored_first(at, dtype, count - i);
    if (accumulate) value += load_up_to(y + i, count - i);
    store_up_to(y + i, value, count - i);
  }
}

static void convert(float *y, const void *x, ck_dtype dtype, size_t count, bool accumulate) {
  switch (dtype) {
    case CK_F32:
      return convert_as(y, x, CK_F32, count, accumulate);
    case CK_F16:
      return convert_as(y, x, CK_F16, count, accumulate);
    case CK_BF16:
      return convert_as(y, x, CK_BF16, count, accumulate);
  }
}
