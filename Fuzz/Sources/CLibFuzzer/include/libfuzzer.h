/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FERNWIRE_LIBFUZZER_H
#define FERNWIRE_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

/*
 * What libFuzzer offers, and what it looks for, as FuzzerInterface.h of LLVM declares it. The compiler links libFuzzer where it is
 * told -sanitize=fuzzer.
 */

/* Runs the fuzzer, which calls `test` with one input after another; `test` returns 0. */
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*test)(const uint8_t *data, size_t size));

/* Changes `size` bytes in place in one of libFuzzer's own ways. Returns how many there are now, at most `most`. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

#endif
