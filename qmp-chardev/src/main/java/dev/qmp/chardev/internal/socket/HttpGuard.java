package dev.qmp.chardev.internal.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Recognizes a connection whose first bytes are those of an HTTP request: a web page can make a browser send one to any port of its own
 * machine, with a body of the page's choice, and the monitor would take the commands in it. Specification: {@code chardev-http}.
 *
 * <p>Thread: confined to the loop.
 */
final class HttpGuard {
    private static final List<byte[]> VERBS = List.of(
            verb("GET "),
            verb("POST "),
            verb("PUT "),
            verb("HEAD "),
            verb("OPTIONS "),
            verb("DELETE "),
            verb("PATCH "),
            verb("CONNECT "),
            verb("TRACE "));

    private final byte[] first = new byte[8];
    private int size;
    private boolean decided;

    private static byte[] verb(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Looks at the next bytes without consuming them; returns whether the connection has begun as HTTP does. */
    boolean isHttp(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit() && !decided; i++) {
            first[size++] = bytes.get(i);
            boolean possible = false;
            for (byte[] verb : VERBS) {
                if (size <= verb.length && Arrays.equals(first, 0, size, verb, 0, size)) {
                    if (size == verb.length) {
                        return true;
                    }
                    possible = true;
                }
            }
            decided = !possible;
        }
        return false;
    }

    /** Whether nothing that follows can change the answer any more. */
    boolean isDecided() {
        return decided;
    }
}
