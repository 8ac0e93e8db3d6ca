package dev.qmp.dispatch;

import static dev.qmp.qapi.replies.ScriptedReply.ScriptedEvent.BEFORE;

import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.qapi.replies.Replies;
import dev.qmp.qapi.replies.ScriptedReply;
import dev.qmp.qapi.replies.ScriptedReply.ScriptedEvent;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replies to a command from a script, or, without one, with an error.
 *
 * <p>When the host shuts down, a delayed reply is sent at once, and events that would follow it are dropped.
 *
 * <p>Thread: safe for use by any thread.
 */
final class ScriptedHandler {
    private final String command;
    private final Replies.@Nullable Script script;
    private final EventEmitter events;
    private final Delays delays;
    private final FileGate gate;

    /**
     * Makes a handler.
     *
     * @param command the command's name
     * @param script the scripted replies, or null if there are none
     * @param events emits the scripted events
     * @param delays the host's
     * @param gate the host's
     */
    ScriptedHandler(
            String command, Replies.@Nullable Script script, EventEmitter events, Delays delays, FileGate gate) {
        this.command = command;
        this.script = script;
        this.events = events;
        this.delays = delays;
        this.gate = gate;
    }

    /** Tells whether the script answers the command, as it may from some time on. */
    boolean hasAnswers() {
        return script != null && script.hasAnswers();
    }

    /**
     * Answers a request.
     *
     * @param answer accepts the reply, once: in this thread before the method returns, or later in another one
     */
    void execute(CommandContext context, JsonObject arguments, Consumer<? super Reply> answer) {
        ScriptedReply reply = script == null ? null : script.next(arguments).orElse(null);
        if (reply == null) {
            throw new CommandException(
                    !hasAnswers()
                            ? "command " + command + " has no handler here"
                            : "no scripted answer to command " + command + " is left that matches");
        }
        if (reply.blockOn() != null) {
            gate.await(reply.blockOn());
        }
        if (reply.delayMillis() == 0) {
            send(context, reply, answer);
        } else {
            delays.after(reply.delayMillis(), () -> send(context, reply, answer));
        }
    }

    private void send(CommandContext context, ScriptedReply reply, Consumer<? super Reply> answer) {
        List<ScriptedEvent> scripted = reply.events();
        int next = 0;
        while (next < scripted.size() && scripted.get(next).afterMillis() == BEFORE) {
            emit(scripted.get(next++));
        }
        if (next < scripted.size()) {
            int following = next;
            context.afterReply(() -> emitFrom(scripted, following, 0));
        }
        answer.accept(outcome(reply));
    }

    /** Emits the events from the given index on, so many milliseconds after the reply. */
    private void emitFrom(List<ScriptedEvent> scripted, int first, long now) {
        for (int i = first; i < scripted.size(); i++) {
            ScriptedEvent event = scripted.get(i);
            if (event.afterMillis() > now) {
                int index = i;
                delays.after(event.afterMillis() - now, () -> {
                    if (!delays.areCut()) {
                        emitFrom(scripted, index, event.afterMillis());
                    }
                });
                return;
            }
            emit(event);
        }
    }

    private void emit(ScriptedEvent event) {
        events.emit(event.event().name(), event.data().isEmpty() ? null : event.data());
    }

    private static Reply outcome(ScriptedReply reply) {
        Reply plain;
        if (reply.outcome() instanceof ScriptedReply.Result result) {
            plain = result.value() == JsonValue.EMPTY_JSON_OBJECT ? Reply.DONE : new Reply.Success(result.value());
        } else {
            ScriptedReply.Failure failure = (ScriptedReply.Failure) reply.outcome();
            plain = new Reply.Failure(new QmpError(ErrorClass.ofWireName(failure.errorClass()), failure.description()));
        }
        return reply.fault() == null ? plain : new Reply.Faulty(reply.fault(), plain);
    }
}
