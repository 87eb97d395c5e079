// Runs every operation on made-up numbers and prints what comes out, so that two processors can be compared.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CPackKernels.h"

enum { rows = 67, heads = 3, head_size = 20, width = heads * head_size, outputs = 45, reach = rows, buckets = 24, int8_inputs = 150 };

static uint64_t state = 7;

static float number(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (float)(int32_t)(state >> 32) / 2147483648.0f;
}

static float *numbers(size_t count) {
  float *made = ck_floats_allocate(count);
  if (!made) exit(1);
  for (size_t i = 0; i < count; i++) made[i] = number();
  return made;
}

static void require(ck_status status, const char *name) {
  if (status == CK_OK) return;
  fprintf(stderr, "%s failed\n", name);
  exit(1);
}

static void show(const char *name, const float *values, size_t count) {
  for (size_t i = 0; i < count; i++) printf("%s %zu %.9g\n", name, i, values[i]);
}

static void run_linear(ck_engine *engine, const float *input) {
  static const char *names[] = {"f32", "f16", "bf16"};
  for (int dtype = CK_F32; dtype <= CK_BF16; dtype++) {
    for (int activation = CK_IDENTITY; activation <= CK_TANH; activation++) {
      uint16_t halves[outputs * width];
      float *floats = numbers(outputs * width), *bias = numbers(outputs), *output = numbers(rows * outputs);
      // A sign, an exponent near the middle, any mantissa.
      for (size_t i = 0; i < outputs * width; i++) {
        const uint32_t bits = (uint32_t)(state >> 33) + (uint32_t)i * 2654435761u;
        halves[i] = dtype == CK_F16 ? (uint16_t)((bits & 0x83FF) | (12 + (bits >> 20) % 3) << 10)
                                    : (uint16_t)((bits & 0x807F) | (124 + (bits >> 20) % 3) << 7);
      }
      const ck_matrix matrix = {
          .data = dtype == CK_F32 ? (const void *)floats : halves,
          .dtype = (ck_dtype)dtype,
          .outputs = outputs,
          .inputs = width,
          .bias = bias,
      };
      const ck_linear linear = {
          .input = input,
          .input_stride = width,
          .rows = rows,
          .matrices = &matrix,
          .matrix_count = 1,
          .output = output,
          .output_stride = outputs,
          .activation = (ck_activation)activation,
          .combine = (ck_combine)(activation % 3),
          .operand = output,
          .operand_stride = outputs,
      };
      require(ck_linear_run(engine, &linear), "linear");
      show(names[dtype], output, rows * outputs);
      ck_floats_free(floats);
      ck_floats_free(bias);
      ck_floats_free(output);
    }
  }
}

/// A product in whole numbers, with one instruction set.
static void multiply_int8(ck_isa isa, const float *input, const float *weights, const float *bias, float *output) {
  ck_engine *engine = NULL;
  require(ck_engine_create(2, isa, &engine), "engine");
  ck_quantized quantized;
  ck_matrix matrix = {.data = weights, .outputs = outputs, .inputs = int8_inputs, .bias = bias};
  require(ck_quantize(engine, &matrix, &quantized), "quantization");
  matrix.quantized = &quantized;
  const ck_linear linear = {
      .input = input,
      .input_stride = int8_inputs,
      .rows = rows,
      .matrices = &matrix,
      .matrix_count = 1,
      .output = output,
      .output_stride = outputs,
  };
  require(ck_linear_run(engine, &linear), "int8");
  ck_quantized_free(&quantized);
  ck_engine_destroy(engine);
}

/// Shows that all instruction sets of this processor give the same bits, and which.
static void run_int8(void) {
  float *weights = numbers(outputs * int8_inputs), *bias = numbers(outputs), *input = numbers(rows * int8_inputs);
  float *expected = numbers(rows * outputs), *output = numbers(rows * outputs);
  multiply_int8(CK_ISA_PORTABLE, input, weights, bias, expected);
  for (int isa = CK_ISA_PORTABLE; isa <= CK_ISA_NEON_I8MM; isa++) {
    if (!ck_isa_supported((ck_isa)isa)) continue;
    multiply_int8((ck_isa)isa, input, weights, bias, output);
    require(memcmp(output, expected, rows * outputs * sizeof *output) == 0 ? CK_OK : CK_BAD_ARGUMENT, "int8 of an instruction set");
    fprintf(stderr, "int8 with instruction set %d: the same bits\n", isa);
  }
  show("int8", expected, rows * outputs);
  ck_floats_free(weights);
  ck_floats_free(bias);
  ck_floats_free(input);
  ck_floats_free(expected);
  ck_floats_free(output);
}

static void run_attention(ck_engine *engine, const float *input) {
  static int32_t bucket[2 * reach + 1];
  for (int distance = -reach; distance <= reach; distance++) {
    bucket[distance + reach] = (distance + reach) * (buckets - 1) / (2 * reach);
  }
  const size_t starts[] = {0, 1, 20, rows};
  float *key = numbers(rows * width), *value = numbers(rows * width), *output = numbers(rows * width);
  float *bias = numbers(heads * 11), *position_keys = numbers(buckets * width), *position_queries = numbers(buckets * width);
  const ck_relative_positions relative = {
      .keys = position_keys,
      .queries = position_queries,
      .stride = width,
      .bucket_count = buckets,
      .buckets = bucket,
      .reach = reach,
  };
  for (int kind = 0; kind < 4; kind++) {
    const ck_attention attention = {
        .query = input,
        .key = key,
        .value = value,
        .stride = width,
        .heads = heads,
        .head_size = head_size,
        .starts = starts,
        .sequences = 3,
        .scale = 0.5f,
        .window = kind == 1 ? 6 : SIZE_MAX,
        .distance_bias = kind == 2 ? bias : NULL,
        .bias_reach = 5,
        .relative = kind == 3 ? &relative : NULL,
        .output = output,
        .output_stride = width,
    };
    require(ck_attention_run(engine, &attention), "attention");
    show("attention", output, rows * width);
  }
  float *all[] = {key, value, output, bias, position_keys, position_queries};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) ck_floats_free(all[i]);
}

static void run_rows(ck_engine *engine, const float *input) {
  float *scale = numbers(width), *output = numbers(rows * width), *angles = numbers(rows * head_size / 2);
  const ck_layer_norm norm = {
      .input = input,
      .input_stride = width,
      .rows = rows,
      .width = width,
      .scale = scale,
      .epsilon = 1e-5f,
      .output = output,
      .output_stride = width,
  };
  require(ck_layer_norm_run(engine, &norm), "layer norm");
  show("norm", output, rows * width);

  int32_t indices[rows];
  for (int i = 0; i < rows; i++) indices[i] = (i * 29) % rows;
  const ck_rotary rotary = {
      .states = output,
      .stride = width,
      .rows = rows,
      .heads = heads,
      .head_size = head_size,
      .cosines = angles,
      .sines = angles,
      .positions = rows,
      .indices = indices,
  };
  require(ck_rotary_run(engine, &rotary), "rotary");
  show("rotary", output, rows * width);

  const ck_table table = {.data = input, .dtype = CK_F32, .entries = rows, .indices = indices};
  const ck_embedding embedding = {
      .tables = &table, .table_count = 1, .width = width, .rows = rows, .output = output, .output_stride = width};
  require(ck_embedding_run(engine, &embedding), "embedding");
  show("embedding", output, rows * width);
  ck_floats_free(scale);
  ck_floats_free(output);
  ck_floats_free(angles);
}

int main(void) {
  ck_engine *engine = NULL;
  require(ck_engine_create(3, CK_ISA_BEST, &engine), "engine");
  float *input = numbers(rows * width);
  run_linear(engine, input);
  run_int8();
  run_attention(engine, input);
  run_rows(engine, input);
  ck_floats_free(input);
  ck_engine_destroy(engine);
  return 0;
}
