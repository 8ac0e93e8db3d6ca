package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.output.MessageEncoder;
import dev.qmp.monitor.internal.output.PacedConnection;
import dev.qmp.qapi.replies.Replies;
import dev.qmp.qapi.replies.ScriptedReply;
import dev.qmp.qapi.replies.ScriptedReply.ScriptedEvent;
import dev.qmp.qapi.replies.WireFault;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a script has go wrong on the wire of a session: in its greeting, and in its replies.
 *
 * <p>Thread: the greeting is confined to the monitor's loop; the rest is safe for use by any thread.
 */
final class SessionFaults {
    private static final int MEGABYTE = 1 << 20;
    private static final byte[] GARBAGE = "]} \u0001 this is not JSON {[\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOT_UTF8 = {
        ',', ' ', '"', 'x', '-', 'f', 'a', 'u', 'l', 't', '"', ':', ' ', '"', (byte) 0xC3, '(', (byte) 0xFF, '"'
    };
    /** No client makes up this one. */
    private static final JsonValue WRONG_ID = JsonValues.string("the id of no request");

    private final QmpSession session;
    private final EventLoop loop;
    private final PacedConnection wire;
    private final Supplier<MessageEncoder> encoder;
    private final Replies script;

    // Guarded by this.
    private @Nullable ScriptedReply greeting; // its events are due
    private final Queue<byte[]> held = new ArrayDeque<>();

    SessionFaults(
            QmpSession session,
            EventLoop loop,
            PacedConnection wire,
            Supplier<MessageEncoder> encoder,
            Replies script) {
        this.session = session;
        this.loop = loop;
        this.wire = wire;
        this.encoder = encoder;
        this.script = script;
    }

    /** Sends the greeting, or what the script has instead. */
    void greet(Supplier<ByteBuffer> message) {
        ScriptedReply scripted = script.greeting().orElse(null);
        synchronized (this) {
            greeting = scripted;
        }
        if (scripted == null) {
            session.send(message.get());
        } else if (scripted.delayMillis() == 0) {
            greet(scripted, message);
        } else {
            loop.schedule(TimeUnit.MILLISECONDS.toNanos(scripted.delayMillis()), () -> greet(scripted, message));
        }
    }

    private void greet(ScriptedReply scripted, Supplier<ByteBuffer> message) {
        WireFault fault = scripted.fault();
        if (fault == null) {
            session.send(message.get());
            return;
        }
        switch (fault.kind()) {
            case NO_GREETING -> {
                // That is all.
            }
            case HALF_GREETING -> {
                ByteBuffer half = message.get();
                session.send(half.slice(half.position(), half.remaining() / 2));
            }
            case EVENT_BEFORE_GREETING -> {
                ScriptedReply unused = takeGreeting();
                scripted.events().forEach(this::send);
                session.send(message.get());
            }
            case TWO_GREETINGS -> {
                session.send(message.get());
                session.send(message.get());
            }
            default -> send(fault, message.get());
        }
    }

    /** Sends the events for a new session, now that it has negotiated. */
    private void begun(ScriptedReply scripted) {
        for (ScriptedEvent event : scripted.events()) {
            if (event.afterMillis() <= 0) {
                send(event);
            } else {
                loop.schedule(TimeUnit.MILLISECONDS.toNanos(event.afterMillis()), () -> send(event));
            }
        }
    }

    private void send(ScriptedEvent event) {
        session.send(
                encoder.get().event(event.event().name(), event.data().isEmpty() ? null : event.data(), Instant.now()));
    }

    /** Sends a reply that something happens to. */
    void reply(WireFault fault, Request request, Reply reply) {
        JsonValue id = request.id();
        switch (fault.kind()) {
            case NO_REPLY -> {
                // That is all.
            }
            case WRONG_ID -> session.send(encoder.get().reply(reply, WRONG_ID));
            case NO_ID -> session.send(encoder.get().reply(reply, null));
            case TWICE -> {
                session.send(encoder.get().reply(reply, id));
                session.send(encoder.get().reply(reply, id));
            }
            case OUT_OF_ORDER -> hold(encoder.get().reply(reply, id));
            default -> send(fault, encoder.get().reply(reply, id));
        }
    }

    private synchronized void hold(ByteBuffer message) {
        held.add(bytes(message));
    }

    /** A reply has been sent: those that were held back follow, and after the negotiation the events for a new session. */
    void replied() {
        for (byte[] message = next(); message != null; message = next()) {
            session.send(ByteBuffer.wrap(message));
        }
        if (session.mode() == SessionMode.COMMAND) {
            ScriptedReply scripted = takeGreeting();
            if (scripted != null) {
                begun(scripted);
            }
        }
    }

    private synchronized byte @Nullable [] next() {
        return held.poll();
    }

    private synchronized @Nullable ScriptedReply takeGreeting() {
        ScriptedReply left = greeting;
        greeting = null;
        return left;
    }

    /** Sends a greeting or a reply that something happens to. */
    private void send(WireFault fault, ByteBuffer message) {
        int some = Math.min(fault.bytes() < 0 ? message.remaining() / 2 : fault.bytes(), message.remaining());
        switch (fault.kind()) {
            case CLOSE -> {
                session.output().end();
                loop.execute(session::outputClosed);
            }
            case CLOSE_AFTER -> {
                session.send(message);
                session.output().closeWhenDrained();
            }
            case CUT -> {
                session.send(message.slice(message.position(), some));
                session.output().closeWhenDrained();
            }
            case RESET -> {
                session.send(message.slice(message.position(), some));
                session.output().whenDrained(() -> {
                    session.output().end();
                    wire.reset();
                    loop.execute(session::outputClosed);
                });
            }
            case GARBAGE -> session.send(ByteBuffer.wrap(GARBAGE));
            case INVALID_UTF8 -> session.send(ByteBuffer.wrap(invalid(bytes(message))));
            case SPLIT -> {
                wire.pace(fault.bytes() < 0 ? 1 : fault.bytes(), fault.millis(), message.remaining());
                session.send(message);
            }
            case WHITE_SPACE -> {
                byte[] blanks = new byte[fault.bytes() < 0 ? MEGABYTE : fault.bytes()];
                Arrays.fill(blanks, (byte) ' ');
                byte[] text = bytes(message);
                session.send(ByteBuffer.wrap(blanks));
                session.send(ByteBuffer.wrap(text));
            }
            default -> session.send(message);
        }
    }

    private static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    /** Adds a member that is not UTF-8 to an object. */
    private static byte[] invalid(byte[] message) {
        int end = message.length - 1;
        while (message[end] != '}') {
            end--;
        }
        ByteBuffer made = ByteBuffer.allocate(message.length + NOT_UTF8.length);
        made.put(message, 0, end).put(NOT_UTF8).put(message, end, message.length - end);
        return made.array();
    }
}
