package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.qapi.replies.WireFault;
import jakarta.json.JsonValue;

/** The reply to a request, without its {@code id}. */
public sealed interface Reply {
    /** The reply of a command that returns nothing. */
    Success DONE = new Success(JsonValue.EMPTY_JSON_OBJECT);

    /** No reply at all: the success of a command declared with {@code 'success-response': false}. */
    Silence SILENCE = new Silence();

    /**
     * Returns how the command ended, in one word.
     *
     * @return {@code success}, {@code silence}, or the error's class
     */
    String outcome();

    /**
     * The command succeeded.
     *
     * @param value the value of {@code return}
     */
    record Success(JsonValue value) implements Reply {
        @Override
        public String outcome() {
            return "success";
        }
    }

    /**
     * The command failed, or could not be run.
     *
     * @param error the value of {@code error}
     */
    record Failure(QmpError error) implements Reply {
        @Override
        public String outcome() {
            return error.errorClass().wireName();
        }
    }

    /**
     * Something goes wrong when a scripted reply is sent.
     *
     * @param fault what
     * @param reply the reply that it happens to, not itself faulty
     */
    record Faulty(WireFault fault, Reply reply) implements Reply {
        @Override
        public String outcome() {
            return reply.outcome();
        }
    }

    /** Nothing is sent. */
    record Silence() implements Reply {
        @Override
        public String outcome() {
            return "silence";
        }
    }
}
