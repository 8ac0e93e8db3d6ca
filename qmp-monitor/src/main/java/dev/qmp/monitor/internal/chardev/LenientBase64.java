package dev.qmp.monitor.internal.chardev;

import dev.qmp.dispatch.spi.CommandException;
import java.io.ByteArrayOutputStream;

/**
 * Base 64 as QEMU reads it: line feeds are skipped, and an incomplete last group is dropped. Specification:
 * {@code chardev-ringbuf-write}.
 *
 * <p>Thread: stateless.
 */
final class LenientBase64 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private LenientBase64() {}

    static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int group = 0;
        int count = 0;
        char last = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = ALPHABET.indexOf(c);
            if (digit < 0 && c != '=' && c != '\n') {
                throw new CommandException("Base64 data contains invalid characters");
            }
            if (c == '\n') {
                continue;
            }
            group = group << 6 | Math.max(digit, 0);
            if (++count == 4) {
                count = 0;
                bytes.write(group >> 16);
                if (last != '=') {
                    bytes.write(group >> 8);
                }
                if (c != '=') {
                    bytes.write(group);
                }
            }
            last = c;
        }
        return bytes.toByteArray();
    }
}
