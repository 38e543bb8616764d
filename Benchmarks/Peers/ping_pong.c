// SPDX-License-Identifier: Apache-2.0
// ping_pong ROUNDS: sends 64 bytes over loopback TCP and waits for them to come back, ROUNDS times, and prints round trips a
// second. No cryptography: send and recv between two processes, without Nagle's delay.
#include <arpa/inet.h>
#include <netinet/tcp.h>
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

static void send_at_once(int socket) {
    int yes = 1;
    if (setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes)) fail("setsockopt");
}

/// Reads a whole payload; 0 at the end of the stream.
static int receive(int socket, char *bytes) {
    for (ssize_t filled = 0, count; filled < PAYLOAD; filled += count)
        if ((count = recv(socket, bytes + filled, PAYLOAD - filled, 0)) <= 0) return 0;
    return 1;
}

static void echo(int listener) {
    char bytes[PAYLOAD];
    int peer = accept(listener, NULL, NULL);
    if (peer < 0) fail("accept");
    send_at_once(peer);
    while (receive(peer, bytes))
        if (send(peer, bytes, PAYLOAD, 0) != PAYLOAD) fail("send");
    exit(0);
}

int main(int count, char **arguments) {
    long rounds = count > 1 ? atol(arguments[1]) : 100000;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (void *)&address, length) || listen(listener, 1)) fail("listen");
    if (getsockname(listener, (void *)&address, &length)) fail("getsockname");
    if (fork() == 0) echo(listener);

    char bytes[PAYLOAD] = "a message";
    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(server, (void *)&address, length)) fail("connect");
    send_at_once(server);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (long round = 0; round < rounds; round++)
        if (send(server, bytes, PAYLOAD, 0) != PAYLOAD || !receive(server, bytes)) fail("round trip");
    clock_gettime(CLOCK_MONOTONIC, &end);
    close(server);
    wait(NULL);
    printf("%.0f\n", rounds / (end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9));
}
