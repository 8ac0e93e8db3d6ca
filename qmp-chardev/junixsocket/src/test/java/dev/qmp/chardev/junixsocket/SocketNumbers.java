package dev.qmp.chardev.junixsocket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers of this process's descriptors. Thread: stateless. */
final class SocketNumbers {
    private static final Path OWN = Path.of("/proc/self/fd");

    private SocketNumbers() {}

    /** Finds the TCP socket that listens at a port. */
    static int ofPort(int port) throws IOException {
        String local = String.format(":%04X", port);
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[1].endsWith(local) && columns[3].equals("0A")) {
                    return ofInode(columns[9]);
                }
            }
        }
        throw new IOException("nobody listens at port " + port);
    }

    private static int ofInode(String inode) throws IOException {
        for (Path file : open()) {
            try {
                if (Files.readSymbolicLink(file).toString().equals("socket:[" + inode + "]")) {
                    return Integer.parseInt(file.getFileName().toString());
                }
            } catch (IOException e) {
                // Closed meanwhile: that of the list itself.
            }
        }
        throw new IOException("no descriptor of socket " + inode);
    }

    /** Lists the open descriptors. */
    static List<Path> open() throws IOException {
        try (Stream<Path> all = Files.list(OWN)) {
            return all.collect(Collectors.toList());
        }
    }
}
