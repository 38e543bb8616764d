// SPDX-License-Identifier: Apache-2.0
// stream MESSAGES [one-way]: sends messages of 64 bytes over loopback TCP, one send each, to a process that sends back what it receives,
// or one byte after the last, and prints messages a second until all has come back. No cryptography.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAYLOAD = 64 };

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void send_all(int socket, const char *bytes, ssize_t count) {
    for (ssize_t sent; count > 0; bytes += sent, count -= sent)
        if ((sent = send(socket, bytes, count, 0)) <= 0) fail("send");
}

static void receive(int listener, int is_one_way, long expected) {
    static char bytes[1 << 16];
    int peer = accept(listener, NULL, NULL);
    ssize_t count;
    while ((count = recv(peer, bytes, sizeof bytes, 0)) > 0) {
        expected -= count;
        if (!is_one_way) send_all(peer, bytes, count);
        if (is_one_way && expected <= 0) send_all(peer, bytes, 1);
    }
    exit(0);
}

int main(int count, char **arguments) {
    long messages = count > 1 ? atol(arguments[1]) : 1000000;
    int is_one_way = count > 2;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (void *)&address, length) || listen(listener, 1)) fail("listen");
    if (getsockname(listener, (void *)&address, &length)) fail("getsockname");
    if (fork() == 0) receive(listener, is_one_way, messages * PAYLOAD);

    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(server, (void *)&address, length)) fail("connect");
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    pid_t sending = fork();
    if (sending == 0) {
        const char bytes[PAYLOAD] = "a message";
        for (long message = 0; message < messages; message++) send_all(server, bytes, PAYLOAD);
        exit(0);
    }
    static char bytes[1 << 16];
    for (long left = is_one_way ? 1 : messages * PAYLOAD, got; left > 0; left -= got)
        if ((got = recv(server, bytes, sizeof bytes, 0)) <= 0) fail("recv");
    clock_gettime(CLOCK_MONOTONIC, &end);
    close(server);
    while (wait(NULL) > 0) {}
    printf("%.0f\n", messages / (end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9));
}
