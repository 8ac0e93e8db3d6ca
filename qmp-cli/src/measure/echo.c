/*
 * The floor of a round trip: answers every read on a unix socket with the same bytes, one client at a time.
 * Usage: echo PATH
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static char buffer[1 << 16];
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);

    if (argc != 2 || strlen(argv[1]) >= sizeof(address.sun_path)) {
        fprintf(stderr, "usage: echo PATH\n");
        return 2;
    }
    strcpy(address.sun_path, argv[1]);
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 1)) {
        perror(argv[1]);
        return 1;
    }
    for (;;) {
        int client = accept(listener, NULL, NULL);
        ssize_t count;

        while ((count = read(client, buffer, sizeof(buffer))) > 0) {
            for (ssize_t done = 0; done < count;) {
                ssize_t written = write(client, buffer + done, count - done);
                if (written < 0) {
                    break;
                }
                done += written;
            }
        }
        close(client);
    }
}
