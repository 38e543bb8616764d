// SPDX-License-Identifier: Apache-2.0
// start_time RUNS PROGRAM [ARGUMENT...]: starts a program again and again, and prints the microseconds of the median run, from its
// start to its end. What it prints goes nowhere.
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return (difference > 0) - (difference < 0);
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    int runs = atoi(arguments[1]);
    double *taken = calloc(runs, sizeof *taken);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    for (int run = 0; run < runs; run++) {
        pid_t child;
        int status;
        double begin = now();
        if (posix_spawn(&child, arguments[2], &actions, NULL, arguments + 2, environ)) return 1;
        if (waitpid(child, &status, 0) != child || status) return 1;
        taken[run] = now() - begin;
    }
    qsort(taken, runs, sizeof *taken, ascending);
    printf("%.0f\n", taken[runs / 2]);
}
