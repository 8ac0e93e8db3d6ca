package dev.qmp.chardev.junixsocket;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The system's table of sockets, which tells listening ones from others.
 *
 * <p>Thread: stateless.
 */
final class SocketTable {
    /** Where the columns are, and what a listening socket has there. */
    private static final String UNIX_LISTENS = "00010000";

    private static final String TCP_LISTENS = "0A";

    private SocketTable() {}

    /** What is known of a socket. Thread: immutable. */
    enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    /** Finds this process's descriptor of the socket that listens at a path. */
    static int listeningAt(String path) throws IOException {
        Set<String> links;
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/unix"))) {
            links = lines.map(line -> line.strip().split("\\s+", 8))
                    .filter(columns ->
                            columns.length == 8 && columns[7].equals(path) && columns[3].equals(UNIX_LISTENS))
                    .map(columns -> "socket:[" + columns[6] + "]")
                    .collect(Collectors.toSet());
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                if (links.contains(link(each))) {
                    return Integer.parseInt(each.getFileName().toString());
                }
            }
        }
        throw new SocketException("No descriptor of the socket that listens at " + path);
    }

    private static String link(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    static Answer isListening(int descriptor) {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString();
            if (!link.startsWith("socket:[")) {
                return Answer.UNKNOWN;
            }
            String inode = link.substring("socket:[".length(), link.length() - 1);
            Answer answer = find("unix", 6, inode, 3, UNIX_LISTENS);
            if (answer == Answer.UNKNOWN) {
                answer = find("tcp", 9, inode, 3, TCP_LISTENS);
            }
            return answer == Answer.UNKNOWN ? find("tcp6", 9, inode, 3, TCP_LISTENS) : answer;
        } catch (IOException | RuntimeException e) {
            return Answer.UNKNOWN;
        }
    }

    private static Answer find(String table, int inodeColumn, String inode, int column, String listens)
            throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/net", table))) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > inodeColumn && columns[inodeColumn].equals(inode))
                    .map(columns -> columns[column].equals(listens) ? Answer.YES : Answer.NO)
                    .findFirst()
                    .orElse(Answer.UNKNOWN);
        }
    }
}
