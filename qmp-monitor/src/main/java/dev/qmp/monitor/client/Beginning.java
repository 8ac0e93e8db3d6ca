package dev.qmp.monitor.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The first bytes of a server that has not greeted yet: bounded, and kept to tell what else it may be. Thread: confined to the client's reader. */
final class Beginning {
    /** How many bytes may come before the end of the greeting; QEMU's has about 150, and events may come before it. */
    static final int LIMIT = 64 * 1024;

    private static final int KEPT = 80;

    private final byte[] first = new byte[KEPT];
    private long size;

    /** Takes bytes, without consuming them; false if there are too many. */
    boolean add(ByteBuffer bytes) {
        if (size < KEPT) {
            int n = (int) Math.min(bytes.remaining(), KEPT - size);
            bytes.get(bytes.position(), first, (int) size, n);
        }
        size += bytes.remaining();
        return size <= LIMIT;
    }

    /** Says which protocol this is, if that is known. */
    @Nullable
    String speaker() {
        String text = new String(first, 0, (int) Math.min(size, KEPT), StandardCharsets.ISO_8859_1);
        if (text.contains("QEMU ") && text.contains(" monitor - type")) {
            return "it is a human monitor; the server needs another one with mode=control";
        }
        if (text.startsWith("HTTP/")) {
            return "it is an HTTP server";
        }
        if (text.startsWith("SSH-")) {
            return "it is an SSH server";
        }
        return text.startsWith("RFB ") ? "it is a VNC server" : null;
    }
}
