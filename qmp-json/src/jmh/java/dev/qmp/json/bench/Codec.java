package dev.qmp.json.bench;

import java.io.IOException;

/** A library under test: bytes to tree and back. */
interface Codec {
    /** Parses one message. */
    Object parse(byte[] message) throws IOException;

    /** Prints what {@link #parse} returned; the result tells how many bytes. */
    Object write(Object tree) throws IOException;

    static Codec of(String library) {
        return switch (library) {
            case "qmp-json" -> new Ours(Integer.MAX_VALUE);
            case "qmp-json 1500" -> new Ours(1500);
            case "jackson" -> new Jackson();
            case "jackson non-blocking" -> new JacksonNonBlocking(Integer.MAX_VALUE);
            case "jackson non-blocking 1500" -> new JacksonNonBlocking(1500);
            case "fastjson2" -> new Fastjson();
            case "parsson" -> new Parsson();
            case "gson" -> new GsonCodec();
            default -> throw new IllegalArgumentException(library);
        };
    }
}
