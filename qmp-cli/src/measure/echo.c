/*
 * The floor: answers every read on a unix socket with the same bytes, one client at a time; with a second argument, as many
 * clients as there are, in one thread.
 * Usage: echo PATH [many]
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char buffer[1 << 16];

/* Answers one read; returns whether there may be more. */
static int answer(int client)
{
    ssize_t count = read(client, buffer, sizeof(buffer));

    for (ssize_t done = 0; done < count;) {
        ssize_t written = write(client, buffer + done, count - done);
        if (written < 0) {
            return 0; /* the client has left */
        }
        done += written;
    }
    return count > 0;
}

static void serve_many(int listener)
{
    int loop = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };
    struct epoll_event ready[64];

    epoll_ctl(loop, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(loop, ready, 64, -1);

        for (int i = 0; i < count; i++) {
            int fd = ready[i].data.fd;

            if (fd == listener) {
                event.data.fd = accept(listener, NULL, NULL);
                epoll_ctl(loop, EPOLL_CTL_ADD, event.data.fd, &event);
            } else if (!answer(fd)) {
                close(fd);
            }
        }
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);

    if (argc < 2 || strlen(argv[1]) >= sizeof(address.sun_path)) {
        fprintf(stderr, "usage: echo PATH [many]\n");
        return 2;
    }
    strcpy(address.sun_path, argv[1]);
    signal(SIGPIPE, SIG_IGN); /* a client may leave before its answer */
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 64)) {
        perror(argv[1]);
        return 1;
    }
    if (argc > 2) {
        serve_many(listener);
    }
    for (;;) {
        int client = accept(listener, NULL, NULL);

        while (answer(client)) {
            /* on */
        }
        close(client);
    }
}
