// SPDX-License-Identifier: Apache-2.0
// load_plugin PLUGIN [LIBRARY...]: prints the microseconds that dlopen takes for a plugin, in a process that has Wireshark's library
// already, as Wireshark has when it loads plugins, and LIBRARY. load_plugin alone prints the time of a library that is small: zlib.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void *opened(const char *name) {
    void *library = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
    if (library) return library;
    fprintf(stderr, "%s\n", dlerror());
    exit(1);
}

int main(int count, char **arguments) {
    opened("libwireshark.so");
    for (int library = 2; library < count; library++) opened(arguments[library]);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    opened(count > 1 ? arguments[1] : "libz.so");
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.1f\n", (end.tv_sec - begin.tv_sec) * 1e6 + (end.tv_nsec - begin.tv_nsec) / 1e3);
}
