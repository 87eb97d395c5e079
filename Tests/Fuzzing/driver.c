// What libFuzzer calls, and what it is given of the target that FUZZ_TARGET names. See Readers/FuzzEntry.swift.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int fuzz_choose(const char *name);
long fuzz_limit(void);
int fuzz_check(const uint8_t *bytes, long count);
long fuzz_change(uint8_t *bytes, long count, long limit, uint32_t seed);
// The targets on the upper floors, where they are linked in.
__attribute__((weak)) void fuzz_add_packages(void);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t limit);

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count, (void)arguments;
  if (fuzz_add_packages) fuzz_add_packages();
  const char *name = getenv("FUZZ_TARGET");
  if (name && fuzz_choose(name) == 0) return 0;
  fprintf(stderr, "FUZZ_TARGET=%s is no target of this fuzzer\n", name ? name : "");
  exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  if ((long)count <= fuzz_limit() && fuzz_check(bytes, count)) abort();
  return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t limit, unsigned seed) {
  // Changes of bytes find what a comparison wants to see; those of the format find sizes and depths.
  if (seed % 3 == 0) return LLVMFuzzerMutate(bytes, count, limit);
  return fuzz_change(bytes, count, limit, seed / 3);
}
