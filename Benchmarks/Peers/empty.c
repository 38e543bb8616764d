// SPDX-License-Identifier: Apache-2.0
// Does nothing: what the kernel and the dynamic linker take for a program, and no more.
int main(void) { return 0; }
