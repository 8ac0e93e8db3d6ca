package dev.qmp.monitor.client;

import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonValues;
import dev.qmp.json.MessageHandler;
import dev.qmp.monitor.client.internal.Deadline;
import dev.qmp.monitor.client.internal.Wire;
import dev.qmp.monitor.client.internal.WireHandler;
import dev.qmp.monitor.internal.watch.MessageTrace;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection's conversation: sorts what comes in and hands it on. Thread: confined to the client's reader, but for
 * {@link #requests()}, {@link #greeting()} and {@link #end}, which are for any thread.
 */
final class Session implements MessageHandler<QmpAddress>, WireHandler {
    static final System.Logger LOG = System.getLogger("dev.qmp.monitor.client");
    private static final int SHOWN = 200;

    private final QmpAddress address;
    private final Wire wire;
    private final EventHub events;
    private final Requests requests;
    private final JsonMessageParser<QmpAddress> parser;
    private final @Nullable AgentSync sync;
    private volatile @Nullable QmpGreeting greeting;
    private final Beginning beginning = new Beginning();
    private @Nullable QmpProtocolException fault;
    private boolean endedByPeer;

    Session(QmpAddress address, Wire wire, QmpClientOptions options, EventHub events) {
        this.address = address;
        this.wire = wire;
        this.events = events;
        this.requests = new Requests(address, wire, options);
        this.parser = new JsonMessageParser<>(address, this, options.limits());
        this.sync = options.agent() ? new AgentSync() : null;
    }

    Requests requests() {
        return requests;
    }

    @Nullable
    AgentSync sync() {
        return sync;
    }

    @Nullable
    QmpGreeting greeting() {
        return greeting;
    }

    /** Reads once, waiting if need be; false at the end of the stream. */
    boolean read(long deadline) throws IOException {
        boolean more = wire.receive(deadline, this);
        if (fault != null) {
            throw fault;
        }
        return more;
    }

    /** Reads until there is no more, and says why. */
    QmpConnectionException readToEnd() {
        try {
            while (read(Deadline.NONE)) {}
            endedByPeer = true;
            return new QmpConnectionException(address + " closed the connection");
        } catch (QmpConnectionException e) {
            return e;
        } catch (IOException e) {
            endedByPeer = true;
            return new QmpConnectionException("the connection to " + address + " broke: " + e.getMessage(), e);
        }
    }

    /** Closes the connection, and fails what has no reply. Only the first call's reason counts. */
    void end(QmpConnectionException reason) {
        Iterable<Call> orphans = requests.end(reason);
        try {
            wire.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing " + address, e);
        }
        for (Call call : orphans) {
            if (endedByPeer && call.isSilent()) {
                call.succeedSilently();
            } else {
                call.lose(reason);
            }
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (sync != null) {
            sync.received(bytes, parser);
            return;
        }
        if (greeting == null && !beginning.add(bytes) && fault == null) {
            fault = new QmpProtocolException(
                    address + " does not speak QMP: no greeting in its first " + Beginning.LIMIT + " bytes");
        }
        parser.feed(bytes);
    }

    @Override
    public void sendMore() throws IOException {
        requests.sendMore();
    }

    @Override
    public void error(QmpAddress context, JsonError error) {
        if (sync != null && !sync.done()) {
            return;
        }
        if (fault == null) {
            fault = greeting == null && sync == null
                    ? new QmpProtocolException(address + " does not speak QMP: "
                            + Objects.requireNonNullElse(beginning.speaker(), error.description()))
                    : new QmpProtocolException(
                            address + " sent something that is not a message: " + error.description());
        }
    }

    @Override
    public void message(QmpAddress context, JsonValue value) {
        if (fault != null) {
            return;
        }
        if (MessageTrace.ON) {
            MessageTrace.in(address, value);
        }
        if (sync != null && !sync.done()) {
            sync.message(value);
        } else if (sync == null && greeting == null) {
            if (value instanceof JsonObject early && JsonValues.stringOrNull(early, "event") != null) {
                dispatch(early); // QEMU may send one to a client that it has just accepted, before the greeting
                return;
            }
            greeting = QmpGreeting.of(value);
            if (greeting == null) {
                fault = new QmpProtocolException(address + " does not speak QMP: it began with " + shown(value));
            }
        } else if (value instanceof JsonObject message) {
            dispatch(message);
        } else {
            ignore("is not a message", value);
        }
    }

    private void dispatch(JsonObject message) {
        if (message.get("return") != null) {
            reply(message, null);
            return;
        }
        String event = JsonValues.stringOrNull(message, "event");
        if (event != null) {
            if (events.hasSinks()) {
                events.event(QmpEvent.of(event, message), parser.messageSize());
            }
            return;
        }
        JsonObject error = JsonValues.objectOrNull(message, "error");
        if (error != null) {
            reply(message, error);
            return;
        }
        ignore("is not a known kind of message", message);
    }

    private void reply(JsonObject message, @Nullable JsonObject error) {
        JsonValue id = message.get("id");
        Call call;
        if (id == null) {
            if (sync != null && error == null) {
                requests.silentBeforeReply().forEach(Call::succeedSilently);
            }
            call = error == null && sync == null ? null : requests.answeredWithoutId();
        } else {
            OptionalLong number = JsonValues.asInt64(id);
            if (sync != null && number.isPresent()) {
                requests.silentBefore(number.getAsLong()).forEach(Call::succeedSilently);
            }
            call = number.isPresent() ? requests.answered(number.getAsLong()) : null;
        }
        if (call == null) {
            ignore("is not the reply to a request", message);
        } else if (error == null) {
            call.complete(message.get("return"));
        } else {
            String kind = JsonValues.stringOrNull(error, "class");
            String description = JsonValues.stringOrNull(error, "desc");
            call.refuse(kind == null ? "GenericError" : kind, description == null ? "" : description);
        }
    }

    private void ignore(String why, JsonValue value) {
        LOG.log(
                System.Logger.Level.INFO,
                () -> "ignored from " + address + ", because it " + why + ": " + shown(value));
    }

    private static String shown(JsonValue value) {
        String text = JsonValues.toText(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
