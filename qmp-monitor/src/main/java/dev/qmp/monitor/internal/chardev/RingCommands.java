package dev.qmp.monitor.internal.chardev;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.RingBuffer;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.chardev.schema.DataFormat;
import dev.qmp.monitor.internal.chardev.schema.RingbufReadArguments;
import dev.qmp.monitor.internal.chardev.schema.RingbufWriteArguments;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The commands of ring buffers. Specification: {@code chardev-ringbuf-write}, {@code chardev-ringbuf-read}.
 *
 * <p>Thread: stateless, but for the registry.
 */
final class RingCommands {
    private static final byte[] ENCODED_NUL = {(byte) 0xC0, (byte) 0x80};

    private final ChardevRegistry devices;

    RingCommands(ChardevRegistry devices) {
        this.devices = devices;
    }

    void write(RingbufWriteArguments arguments) {
        RingBuffer ring = ring(arguments.device());
        String data = arguments.data();
        ring.put(isBase64(arguments.format()) ? LenientBase64.decode(data) : encode(data));
    }

    String read(RingbufReadArguments arguments) {
        RingBuffer ring = ring(arguments.device());
        long size = arguments.size();
        if (size <= 0) {
            throw new CommandException("size must be greater than zero");
        }
        byte[] bytes = ring.take(size);
        if (isBase64(arguments.format())) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        // The dialect's UTF-8 again.
        return JsonValues.string(Arrays.copyOf(bytes, end)).getString();
    }

    private RingBuffer ring(String device) {
        try {
            return devices.ringBuffer(device);
        } catch (ChardevException e) {
            throw DeviceCommands.refusal(e);
        }
    }

    private static boolean isBase64(Optional<DataFormat> format) {
        return format.isPresent() && format.get() == DataFormat.BASE64;
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
