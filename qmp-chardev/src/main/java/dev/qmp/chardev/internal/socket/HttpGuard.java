package dev.qmp.chardev.internal.socket;

import java.nio.ByteBuffer;

/**
 * Recognizes a connection whose first bytes are those of an HTTP request: a web page can make a browser send one to any port of its own
 * machine, with a body of the page's choice, and the monitor would take the commands in it. Specification: {@code chardev-http}.
 *
 * <p>Thread: confined to the loop.
 */
final class HttpGuard {
    /** The registered methods, and the word that HTTP/2 begins with, each with a space before and after it. */
    private static final String METHODS = """
             GET POST PUT HEAD OPTIONS DELETE PATCH CONNECT TRACE PRI QUERY SEARCH ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT COPY LABEL \
            LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE ORDERPATCH PROPFIND PROPPATCH REBIND REPORT UNBIND \
            UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL\s""";

    /** A space, and what has come so far. */
    private final StringBuilder first = new StringBuilder(" ");

    private boolean decided;

    /** Looks at the next bytes without consuming them; returns whether the connection has begun as HTTP does. */
    boolean isHttp(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit() && !decided; i++) {
            first.append((char) (bytes.get(i) & 0xFF));
            if (METHODS.indexOf(first.toString()) < 0) {
                decided = true;
            } else if (bytes.get(i) == ' ') {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing that follows can change the answer any more. */
    boolean isDecided() {
        return decided;
    }
}
