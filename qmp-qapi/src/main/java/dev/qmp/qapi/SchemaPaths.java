package dev.qmp.qapi;

import java.util.ArrayDeque;
import java.util.Deque;

/** Arithmetic on schema file names, which are paths with slashes whatever the platform. */
final class SchemaPaths {
    private SchemaPaths() {}

    /** Removes {@code .}, empty and {@code ..} pieces as far as possible without looking at a file system. */
    static String normalize(String path) {
        Deque<String> pieces = new ArrayDeque<>();
        boolean absolute = path.startsWith("/");
        for (String piece : path.split("/", -1)) {
            boolean up = piece.equals("..");
            if (up && !pieces.isEmpty() && !pieces.getLast().equals("..")) {
                pieces.removeLast();
            } else if (!(up && absolute) && !piece.isEmpty() && !piece.equals(".")) {
                pieces.addLast(piece);
            }
        }
        return (absolute ? "/" : "") + String.join("/", pieces);
    }
}
