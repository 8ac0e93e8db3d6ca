package dev.qmp.monitor.internal.chardev;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.ChardevRegistry;
import dev.qmp.chardev.RingBuffer;
import dev.qmp.dispatch.CommandException;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * The commands of ring buffers.
 *
 * <p>Thread: stateless, but for the registry.
 */
final class RingCommands {
    private static final byte[] ENCODED_NUL = {(byte) 0xC0, (byte) 0x80};

    private final ChardevRegistry devices;

    RingCommands(ChardevRegistry devices) {
        this.devices = devices;
    }

    void write(JsonObject arguments) {
        RingBuffer ring = ring(arguments);
        String data = arguments.getString("data");
        ring.put(isBase64(arguments) ? LenientBase64.decode(data) : encode(data));
    }

    JsonValue read(JsonObject arguments) {
        RingBuffer ring = ring(arguments);
        long size = arguments.getJsonNumber("size").longValue();
        if (size <= 0) {
            throw new CommandException("size must be greater than zero");
        }
        byte[] bytes = ring.take(size);
        if (isBase64(arguments)) {
            return JsonValues.string(Base64.getEncoder().encodeToString(bytes));
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return JsonValues.string(Arrays.copyOf(bytes, end));
    }

    private RingBuffer ring(JsonObject arguments) {
        try {
            return devices.ringBuffer(arguments.getString("device"));
        } catch (ChardevException e) {
            throw ChardevCommands.refusal(e);
        }
    }

    private static boolean isBase64(JsonObject arguments) {
        return arguments.getString("format", "utf8").equals("base64");
    }

    /** The dialect's UTF-8, where U+0000 takes two bytes. */
    private static byte[] encode(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (text.indexOf(0) < 0) {
            return bytes;
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(bytes.length + 16);
        for (byte b : bytes) {
            if (b == 0) {
                encoded.writeBytes(ENCODED_NUL);
            } else {
                encoded.write(b);
            }
        }
        return encoded.toByteArray();
    }
}
