package dev.qmp.monitor.internal.output;

import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import dev.qmp.monitor.internal.control.schema.QMPCapability;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the messages that a monitor sends, in QEMU's order of members. Specification: {@code json-out-order}, {@code json-out-line}.
 *
 * <p>The buffer that a method returns is valid until the next call.
 *
 * <p>Thread: confined to the thread that got it from {@link #ofThread}.
 */
public final class MessageEncoder {
    private static final ThreadLocal<MessageEncoder> COMPACT =
            ThreadLocal.withInitial(() -> new MessageEncoder(JsonMessageWriter.compact()));
    private static final ThreadLocal<MessageEncoder> PRETTY =
            ThreadLocal.withInitial(() -> new MessageEncoder(JsonMessageWriter.pretty()));

    private static final ThreadLocal<MessageEncoder> AGENT =
            ThreadLocal.withInitial(() -> new MessageEncoder(JsonMessageWriter.compact(LineEnd.LF)));

    private final JsonMessageWriter writer;

    private MessageEncoder(JsonMessageWriter writer) {
        this.writer = writer;
    }

    /** Returns the calling thread's encoder for one of the two layouts. */
    public static MessageEncoder ofThread(boolean pretty) {
        return (pretty ? PRETTY : COMPACT).get();
    }

    /** Returns the calling thread's encoder for guest agents, whose lines end with LF alone. */
    public static MessageEncoder ofAgent() {
        return AGENT.get();
    }

    /** Encodes a reply after the byte FF. */
    public ByteBuffer delimitedReply(Reply reply, @Nullable JsonValue id) {
        writer.clear();
        writer.rawByte(0xFF);
        return reply(writer.beginObject(), reply, id);
    }

    /** Encodes {@code {"QMP": {"version": …, "capabilities": […]}}}. */
    public ByteBuffer greeting(JsonObject version, List<QMPCapability> offered) {
        start().name("QMP").beginObject().name("version").value(version);
        writer.name("capabilities").beginArray();
        for (QMPCapability capability : offered) {
            writer.value(capability.wireName());
        }
        writer.endArray().endObject();
        return end();
    }

    /** Encodes a reply; never called with {@link Reply.Silence}. */
    public ByteBuffer reply(Reply reply, @Nullable JsonValue id) {
        return reply(start(), reply, id);
    }

    private ByteBuffer reply(JsonMessageWriter begun, Reply reply, @Nullable JsonValue id) {
        if (reply instanceof Reply.Success success) {
            begun.name("return").value(success.value());
            if (id != null) {
                begun.name("id").value(id);
            }
        } else {
            QmpError error = ((Reply.Failure) reply).error();
            if (id != null) {
                begun.name("id").value(id);
            }
            begun.name("error").beginObject();
            begun.name("class").value(error.errorClass().wireName());
            begun.name("desc").value(error.description()).endObject();
        }
        return end();
    }

    /** Encodes an event that occurred at a given time. */
    public ByteBuffer event(String name, @Nullable JsonObject data, Instant time) {
        start().name("timestamp").beginObject();
        writer.name("seconds").value(time.getEpochSecond());
        writer.name("microseconds").value(time.getNano() / 1000).endObject();
        writer.name("event").value(name);
        if (data != null) {
            writer.name("data").value(data);
        }
        return end();
    }

    private JsonMessageWriter start() {
        writer.clear();
        return writer.beginObject();
    }

    private ByteBuffer end() {
        return writer.endObject().endMessage().view();
    }
}
