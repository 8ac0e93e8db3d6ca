package dev.qmp.monitor;

import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.RequestRules;
import dev.qmp.json.JsonError;
import dev.qmp.json.JsonLimits;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.MessageHandler;
import dev.qmp.monitor.internal.MessageTrace;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;

/**
 * Makes requests of a session's bytes.
 *
 * <p>Thread: confined to the monitor's loop; the rules may be set by any thread.
 */
final class RequestReader {
    /** What a request that could not be parsed takes while it waits, about, in bytes. */
    private static final int ERROR_SIZE = 256;

    private static final MessageHandler<RequestReader> PARSED = new MessageHandler<>() {
        @Override
        public void message(RequestReader reader, JsonValue value) {
            if (MessageTrace.ON) {
                MessageTrace.in(reader.session.label(), value);
            }
            reader.blanksAreIdle = true;
            reader.session.parsed(Request.of(value, reader.rules), reader.parser.messageSize());
        }

        @Override
        public void error(RequestReader reader, JsonError error) {
            reader.blanksAreIdle = false;
            reader.session.parsed(Request.unparsable(error.description()), ERROR_SIZE);
        }
    };

    private final QmpSession session;
    private final JsonMessageParser<RequestReader> parser;
    private volatile RequestRules rules;
    private boolean blanksAreIdle;

    /**
     * Makes a reader at the beginning of a stream.
     *
     * @param session takes the requests
     * @param limits their bounds
     * @param rules how they say what is to run out of band
     */
    RequestReader(QmpSession session, JsonLimits limits, RequestRules rules) {
        this.session = session;
        this.parser = new JsonMessageParser<>(this, PARSED, limits);
        this.rules = rules;
    }

    /** Sets how requests from the next one on say what is to run out of band. */
    void setRules(RequestRules next) {
        rules = next;
    }

    /** Parses no further than the present request, until it is fed again. */
    void pause() {
        parser.pause();
    }

    /** Parses bytes until they are used up or the reader is paused. */
    void feed(ByteBuffer bytes) {
        parser.feed(bytes);
        if (bytes.hasRemaining() && blanksAreIdle) {
            skipBlanks(bytes);
        }
    }

    /**
     * Drops blanks that follow a request which suspended reading: nobody can tell, and a line's end that is kept would cost a
     * thread's wake-up.
     */
    private static void skipBlanks(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            byte b = bytes.get(i);
            if (b != '\n' && b != '\r' && b != ' ' && b != '\t') {
                bytes.position(i);
                return;
            }
        }
        bytes.position(bytes.limit());
    }
}
