// SPDX-License-Identifier: Apache-2.0
// used REPORT PROGRAM [ARGUMENT...]: runs a program, writes what it took into the file REPORT, and ends as it ended. The report holds
// seconds of user CPU, of all CPU and of the clock, and the greatest resident memory in KiB. A large process cannot do this itself:
// the kernel counts the memory of whoever starts a program as the program's.
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **arguments) {
    if (count < 3) return 2;
    struct timespec begin, end;
    struct rusage usage;
    pid_t child;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (posix_spawnp(&child, arguments[2], NULL, NULL, arguments + 2, environ)) return 127;
    if (wait4(child, &status, 0, &usage) != child) return 1;
    clock_gettime(CLOCK_MONOTONIC, &end);
    FILE *report = fopen(arguments[1], "w");
    if (!report) return 1;
    double user = seconds(usage.ru_utime);
    fprintf(report, "%f %f %f %ld\n", user, user + seconds(usage.ru_stime),
            end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9, usage.ru_maxrss);
    fclose(report);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
