// Functions of single rows.

static void scale_and_add(float *y, const float *x, size_t count, float factor) {
  for (size_t i = 0; i < count; i += W) {
    store_up_to(y + i, load_up_to(y + i, count - i) * factor + load_up_to(x + i, count - i), count - i);
  }
}

INLINE V larger(V x, V than) { return choose(x > than, x, than); }

/// The largest of `count` values, a multiple of CK_PANEL.
INLINE float largest_of(const float *row, size_t count) {
  V largest[CK_PANEL / W];
  UNROLL for (int p = 0; p < CK_PANEL / W; p++) largest[p] = load(row + p * W);
  for (size_t i = CK_PANEL; i < count; i += CK_PANEL) {
    UNROLL for (int p = 0; p < CK_PANEL / W; p++) largest[p] = larger(load(row + i + p * W), largest[p]);
  }
  UNROLL for (int p = 1; p < CK_PANEL / W; p++) largest[0] = larger(largest[p], largest[0]);
  float all[W];
  store(all, largest[0]);
  for (int half = W / 2; half != 0; half /= 2) {
    for (int i = 0; i < half; i++) all[i] = all[i + half] > all[i] ? all[i + half] : all[i];
  }
  return all[0];
}

static float softmax(float *row, size_t begin, size_t end, size_t count, float factor) {
  for (size_t i = 0; i < begin; i++) row[i] = -INFINITY;
  for (size_t i = end; i < count; i++) row[i] = -INFINITY;
  const float largest = largest_of(row, count), scale = factor * 1.44269504f;

  Lanes lanes;
  UNROLL for (int p = 0; p < parts; p++) lanes.part[p] = splat(0);
  for (size_t i = 0; i < count; i += CK_LANES) {
    UNROLL for (int p = 0; p < parts; p++) {
      V x = power_of_two((load(row + i + p * W) - largest) * scale);
      store(row + i + p * W, x);
      lanes.part[p] += x;
    }
  }
  return 1.0f / sum_of_lanes(&lanes);
}

INLINE void add_by_bucket_as(float *scores, size_t count, const int32_t *bucket, int32_t lowest, const float *keys,
                             const float *queries, size_t stride) {
  for (size_t i = 0; i < count; i++) {
    const size_t b = (size_t)(*(bucket - i) - lowest);
    float added = keys ? keys[b] : 0;
    if (queries) added += queries[b * stride + i];
    scores[i] += added;
  }
}

static void add_by_bucket(float *scores, size_t count, const int32_t *bucket, int32_t lowest, const float *keys,
                          const float *queries, size_t stride) {
  if (keys && queries) {
    add_by_bucket_as(scores, count, bucket, lowest, keys, queries, stride);
  } else if (keys) {
    add_by_bucket_as(scores, count, bucket, lowest, keys, NULL, stride);
  } else {
    add_by_bucket_as(scores, count, bucket, lowest, NULL, queries, stride);
  }
}

/// The lanes of a row's last, incomplete group that are in the row, all ones; the others zero.
INLINE VI lanes_below(size_t count) {
  VI lane;
  UNROLL for (int i = 0; i < W; i++) lane[i] = i;
  return lane < (int32_t)ck_min(count, W);
}

static void layer_norm(float *y, const float *x, size_t width, const float *weight, const float *shift, float epsilon) {
  Lanes lanes;
  UNROLL for (int p = 0; p < parts; p++) lanes.part[p] = splat(0);
  for (size_t i = 0; i < width; i += CK_LANES) {
    UNROLL for (int p = 0; p < parts; p++) {
      const size_t at = i + p * W;
      if (at < width) lanes.part[p] += load_up_to(x + at, width - at);
    }
  }
  const float mean = sum_of_lanes(&lanes) / (float)width;

  UNROLL for (int p = 0; p < parts; p++) lanes.part[p] = splat(0);
  for (size_t i = 0; i < width; i += CK_LANES) {
    UNROLL for (int p = 0; p < parts; p++) {
      const size_t at = i + p * W;
      if (at >= width) continue;
      V difference = load_up_to(x + at, width - at) - mean;
      if (width - at < W) difference = choose(lanes_below(width - at), difference, splat(0));
      lanes.part[p] += difference * difference;
    }
  }
  const float factor = 1.0f / sqrtf(sum_of_lanes(&lanes) / (float)width + epsilon);

  for (size_t i = 0; i < width; i += W) {
    const size_t left = width - i;
    V value = (load_up_to(x + i, left) - mean) * factor * load_up_to(weight + i, left);
    if (shift) value += load_up_to(shift + i, left);
    store_up_to(y + i, value, left);
  }
}

static void rms_norm(float *y, const float *x, size_t width, const float *weight, float epsilon) {
  Lanes lanes;
  UNROLL for (int p = 0; p < parts; p++) lanes.part[p] = splat(0);
  for (size_t i = 0; i < width; i += CK_LANES) {
    UNROLL for (int p = 0; p < parts; p++) {
      const size_t at = i + p * W;
      if (at >= width) continue;
      const V value = load_up_to(x + at, width - at);
      lanes.part[p] += value * value;
    }
  }
  const float factor = 1.0f / sqrtf(sum_of_lanes(&lanes) / (float)width + epsilon);

  for (size_t i = 0; i < width; i += W) {
    const size_t left = width - i;
    store_up_to(y + i, load_up_to(x + i, left) * factor * load_up_to(weight + i, left), left);
  }
}

static void rotate(float *x, const float *cosines, const float *sines, size_t half) {
  for (size_t i = 0; i < half; i += W) {
    const size_t left = half - i;
    V first = load_up_to(x + i, left), second = load_up_to(x + half + i, left);
    V cosine = load_up_to(cosines + i, left), sine = load_up_to(sines + i, left);
    store_up_to(x + i, first * cosine - second * sine, left);
    store_up_to(x + half + i, second * cosine + first * sine, left);
  }
}
