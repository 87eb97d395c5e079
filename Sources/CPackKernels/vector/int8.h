// Products of int8: rows and weights are whole numbers, and the sums of a group of inputs exact, so that every instruction
// set gives the same. Each group of a row and of an output's weights has a scale of its own: what one large value costs
// in precision, it costs its group alone.
//
// A lane of 32 bits takes a run of inputs of one output at a time: four bytes where the processor sums four products at once
// (BYTE_DOT says how), else two, widened to 16 bits. Where it multiplies two rows of eight bytes with two columns at once
// (BYTE_MATRIX says how), a run is eight.

typedef int16_t VS __attribute__((vector_size(W * 4)));
typedef int8_t VB __attribute__((vector_size(W * 2)));
typedef VI VIMemory __attribute__((aligned(1), may_alias));
typedef VB VBMemory __attribute__((aligned(1), may_alias));

typedef VI IntegerSums[TILE_ROWS][TILE_VECTORS];

#if defined(BYTE_MATRIX)
enum { run = 8, row_offset = 0 };
typedef uint8_t RowValue;
#elif defined(BYTE_DOT)
enum { run = 4 };
#if defined(BYTE_DOT_SIGNED)
typedef int8_t RowValue;
// Both factors are signed: a row's values are stored less by half of their range.
enum { row_offset = 128 };
#else
typedef uint8_t RowValue;
enum { row_offset = 0 };
#endif
INLINE VI load_weights(const int8_t *at) { return *(const VIMemory *)at; }
INLINE VI add_products(VI sum, VI row, VI weights) { return BYTE_DOT(sum, row, weights); }
#else
enum { run = 2, row_offset = 0 };
typedef int16_t RowValue;
INLINE VI load_weights(const int8_t *at) { return (VI)__builtin_convertvector(*(const VBMemory *)at, VS); }
INLINE VI add_products(VI sum, VI row, VI weights) {
#if defined(PAIR_DOT)
  return sum + PAIR_DOT(row, weights);
#else
  return sum + ((row << 16) >> 16) * ((weights << 16) >> 16) + (row >> 16) * (weights >> 16);
#endif
}
#endif

typedef RowValue RowValues __attribute__((vector_size(W * sizeof(RowValue))));

INLINE V smaller(V x, V than) { return choose(x < than, x, than); }

/// The nearest whole number of each, of two the even one; for what is between -2^22 and 2^22.
INLINE VI rounded(V x) {
  const float to_integer = 0x1.8p23f;
  return (VI)(x + to_integer) - 0x4b400000;
}

/// A row of nothing larger is as good as zeros, and the factor of smaller ones has no float.
static const float negligible = 1e-30f;

typedef struct Range {
  /// At most 0.
  float least;
  /// At least 0.
  float most;
  /// Whether there is a NaN or an infinity, or the range has no float.
  bool is_broken;
} Range;

static Range range_of(const float *x, size_t count) {
  V low = splat(0), high = splat(0), poison = splat(0);
  for (size_t i = 0; i < count; i += W) {
    V value = load_up_to(x + i, count - i);
    low = smaller(value, low);
    high = larger(value, high);
    poison += value * 0.0f;
  }
  float lows[W], highs[W], poisons[W], bad = 0;
  store(lows, low), store(highs, high), store(poisons, poison);
  Range range = {0};
  for (int i = 0; i < W; i++) {
    range.least = lows[i] < range.least ? lows[i] : range.least;
    range.most = highs[i] > range.most ? highs[i] : range.most;
    bad += poisons[i];
  }
  range.is_broken = bad != 0 || range.most - range.least > 3.4e38f;
  return range;
}

/// The values of a group of inputs as 0...255 around their own zero: value = scale * (stored - zero).
///
/// A group with a NaN or an infinity has a scale of NaN, and so have all outputs of its row. Only multiplications and
/// roundings that no instruction set fuses: the bits are the same everywhere.
INLINE void quantize_group(RowValue *to, const float *x, size_t count, float *scale, int32_t *zero) {
#pragma STDC FP_CONTRACT OFF
  const Range found = range_of(x, count);
  const float range = found.most - found.least;
  const float factor = range > negligible && !found.is_broken ? 255.0f / range : 0;
  const int32_t middle = (int32_t)(-found.least * factor + 0.5f);
  *scale = found.is_broken ? NAN : factor != 0 ? range / 255.0f : 0;
  *zero = middle - row_offset;

  for (size_t i = 0; i < count; i += W) {
    V value = found.is_broken ? splat(0) : load_up_to(x + i, count - i);
    const VI whole = rounded(clamp(value * factor, (float)-middle, (float)(255 - middle)));
    const RowValues values = __builtin_convertvector(whole + *zero, RowValues);
    memcpy(to + i, &values, ck_min(W, count - i) * sizeof(RowValue));
  }
}

/// A row, group by group; the inputs that pad it have weights of zero, and are set to anything.
static void quantize_row(void *to, const float *x, size_t inputs, float *scales, int32_t *zeros) {
  RowValue *stored = to;
  for (size_t first = 0, group = 0; first < inputs; first += CK_GROUP, group++) {
    quantize_group(stored + first, x + first, ck_min(CK_GROUP, inputs - first), &scales[group], &zeros[group]);
  }
  for (size_t i = inputs; i < ck_round_up(inputs, CK_RUN); i++) stored[i] = 0;
}

/// A group of an output's weights as -127...127, in their places among the others of a panel.
INLINE void quantize_weight_group(int8_t *panel, const float *row, size_t count, float *scale, int32_t *sum,
                                  ck_loss *loss) {
#pragma STDC FP_CONTRACT OFF
  const Range range = range_of(row, count);
  const float most = range.most > -range.least ? range.most : -range.least;
  const float factor = most > negligible && !range.is_broken ? 127.0f / most : 0;
  *scale = range.is_broken ? NAN : factor != 0 ? most / 127.0f : 0;
  *sum = 0;
  double weights = 0;
  for (size_t i = 0; i < count; i += W) {
    const VI whole = rounded((range.is_broken ? splat(0) : load_up_to(row + i, count - i)) * factor);
    for (size_t j = 0; j < ck_min(W, count - i); j++) {
      const size_t k = i + j;
      panel[k / run * CK_PANEL * run + k % run] = (int8_t)whole[j];
      *sum += whole[j];
      const double weight = row[k], difference = weight - (double)*scale * whole[j];
      weights += weight * weight;
      loss->differences += difference * difference;
    }
  }
  const double others = weights - (double)most * most;
  loss->weights += others > 0 || others != others ? others : 0;
}

/// Up to CK_PANEL rows of weights in the order in which a tile reads them; zeros for what is missing.
static ck_loss quantize_weights(int8_t *panel, const float *matrix, size_t rows, size_t inputs, float *scales,
                                int32_t *sums) {
  const size_t groups = ck_divide_up(inputs, CK_GROUP);
  memset(panel, 0, ck_round_up(inputs, CK_RUN) * CK_PANEL);
  memset(scales, 0, groups * CK_PANEL * sizeof *scales);
  memset(sums, 0, groups * CK_PANEL * sizeof *sums);
  ck_loss loss = {0};
  for (size_t r = 0; r < rows; r++) {
    for (size_t first = 0, place = r; first < inputs; first += CK_GROUP, place += CK_PANEL) {
      quantize_weight_group(panel + first * CK_PANEL + r * run, matrix + r * inputs + first,
                            ck_min(CK_GROUP, inputs - first), &scales[place], &sums[place], &loss);
    }
  }
  return loss;
}

#if defined(BYTE_MATRIX)
/// Adds the products of rows, two by two, with the columns of a panel, two by two: each sum is a matrix of 2 x 2.
INLINE void add_runs(const char *row, size_t stride, const int8_t *panel, size_t inputs, const int rows,
                     IntegerSums whole) {
  enum { pairs = TILE_VECTORS * W / 2, row_pairs = (TILE_ROWS + 1) / 2 };
  VI sum[row_pairs][pairs];
  UNROLL for (int i = 0; i < row_pairs; i++) UNROLL for (int j = 0; j < pairs; j++) sum[i][j] = (VI){0};
  for (size_t k = 0; k < inputs; k += run, row += run, panel += CK_PANEL * run) {
    VI x[row_pairs];
    UNROLL for (int i = 0; 2 * i < rows; i++) {
      // Without a second row, the first one is taken twice.
      char both[2 * run];
      memcpy(both, row + 2 * i * stride, run);
      memcpy(both + run, row + (2 * i + 1 < rows ? 2 * i + 1 : 2 * i) * stride, run);
      memcpy(&x[i], both, sizeof both);
    }
    UNROLL for (int j = 0; j < pairs; j++) {
      const VI weights = *(const VIMemory *)(panel + j * 2 * run);
      UNROLL for (int i = 0; 2 * i < rows; i++) sum[i][j] = BYTE_MATRIX(sum[i][j], x[i], weights);
    }
  }
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int j = 0; j < TILE_VECTORS; j++) {
      const VI one = sum[i / 2][2 * j], other = sum[i / 2][2 * j + 1];
      whole[i][j] += i % 2 == 0 ? __builtin_shufflevector(one, other, 0, 1, 4, 5)
                                : __builtin_shufflevector(one, other, 2, 3, 6, 7);
    }
  }
}
#else
/// Adds the products of rows with the columns of a panel.
INLINE void add_runs(const char *row, size_t stride, const int8_t *panel, size_t inputs, const int rows,
                     IntegerSums whole) {
  for (size_t k = 0; k < inputs; k += run, row += sizeof(int32_t), panel += CK_PANEL * run) {
    VI weights[TILE_VECTORS];
    UNROLL for (int j = 0; j < TILE_VECTORS; j++) weights[j] = load_weights(panel + j * W * run);
    UNROLL for (int i = 0; i < rows; i++) {
      int32_t values;
      memcpy(&values, row + i * stride, sizeof values);
      const VI x = (VI){0} + values;
      UNROLL for (int j = 0; j < TILE_VECTORS; j++) whole[i][j] = add_products(whole[i][j], x, weights[j]);
    }
  }
}
#endif

/// Adds the products of a group of inputs to sums of floats: exact in whole numbers, and then times both scales.
INLINE void add_group(const ck_int8_tile *t, size_t group, size_t first, const int rows, Sums sum) {
#pragma STDC FP_CONTRACT OFF
  const size_t begin = group * CK_GROUP, end = ck_min(begin + CK_GROUP, t->inputs);
  const float *row_scales = t->row_scales + group;
  const int32_t *row_zeros = t->row_zeros + group;
  const size_t place = group * CK_PANEL + first;

  IntegerSums whole;
  UNROLL for (int j = 0; j < TILE_VECTORS; j++) {
    // What the rows' zeros will have added.
    const VI weights = *(const VIMemory *)(t->weight_sums + place + j * W);
    UNROLL for (int i = 0; i < rows; i++) whole[i][j] = weights * -row_zeros[i * t->groups];
  }
  add_runs(t->rows + begin * sizeof(RowValue), t->row_stride, t->panel + begin * CK_PANEL + first * run, end - begin, rows,
           whole);
  UNROLL for (int j = 0; j < TILE_VECTORS; j++) {
    const V scale = load(t->weight_scales + place + j * W);
    UNROLL for (int i = 0; i < rows; i++) {
      const V product = __builtin_convertvector(whole[i][j], V) * (scale * row_scales[i * t->groups]);
      sum[i][j] = group == 0 ? product : sum[i][j] + product;
    }
  }
}

INLINE void run_int8_tile(const ck_int8_tile *t, const int rows) {
  const ck_tile *result = &t->result;
  prefetch_operand(result, rows);
  for (size_t first = 0; first < result->columns; first += tile_columns) {
    Sums sum;
    for (size_t group = 0; group < t->groups; group++) add_group(t, group, first, rows, sum);
    finish_tile(result, first, rows, sum);
  }
}

#define INT8_TILE(ROWS) \
  static void int8_tile_##ROWS(const ck_int8_tile *t) { run_int8_tile(t, ROWS); }

EACH_HEIGHT(INT8_TILE)

#define INT8_TILE_NAME(ROWS) int8_tile_##ROWS,
static const ck_int8_tile_function int8_tiles[TILE_ROWS + 1] = {NULL, EACH_HEIGHT(INT8_TILE_NAME)};
