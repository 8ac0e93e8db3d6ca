package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandBinder.AsyncHandler;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.qapi.replies.Replies;
import dev.qmp.qapi.replies.ScriptedReply;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Replies to a command that has no handler: from a script, or with an error.
 *
 * <p>Events without a delay precede the reply, as those of a real handler do. When the host shuts down, a delayed reply is sent at
 * once, and events that would follow it are dropped.
 *
 * <p>Thread: safe for use by any thread.
 */
final class ScriptedHandler implements AsyncHandler {
    private final String command;
    private final @Nullable Replies script;
    private final EventEmitter events;
    private final Delays delays;

    /**
     * Makes a handler.
     *
     * @param command the command's name
     * @param script the scripted replies, or null if there are none
     * @param events emits the scripted events
     * @param delays the host's
     */
    public ScriptedHandler(String command, @Nullable Replies script, EventEmitter events, Delays delays) {
        this.command = command;
        this.script = script;
        this.events = events;
        this.delays = delays;
    }

    @Override
    public CompletionStage<? extends @Nullable JsonValue> execute(CommandContext context, JsonObject arguments) {
        Optional<ScriptedReply> next = script == null ? Optional.empty() : script.next(command);
        if (next.isEmpty()) {
            throw new CommandException("command " + command + " has no handler here");
        }
        ScriptedReply reply = next.get();
        CompletableFuture<JsonValue> answer = new CompletableFuture<>();
        delays.after(reply.delayMillis(), () -> emitFrom(reply, 0, answer));
        return answer;
    }

    /** Emits the events from the given index on, and completes the reply before the first that has a delay. */
    private void emitFrom(ScriptedReply reply, int first, CompletableFuture<JsonValue> answer) {
        List<ScriptedReply.ScriptedEvent> scripted = reply.events();
        for (int i = first; i < scripted.size(); i++) {
            ScriptedReply.ScriptedEvent event = scripted.get(i);
            if (event.delayMillis() > 0 && (i > first || !answer.isDone())) {
                complete(answer, reply.outcome());
                int index = i;
                delays.after(event.delayMillis(), () -> {
                    if (!delays.areCut()) {
                        emitFrom(reply, index, answer);
                    }
                });
                return;
            }
            events.emit(event.event().name(), event.data().isEmpty() ? null : event.data());
        }
        complete(answer, reply.outcome());
    }

    private static void complete(CompletableFuture<JsonValue> answer, ScriptedReply.Outcome outcome) {
        if (outcome instanceof ScriptedReply.Result result) {
            answer.complete(result.value());
        } else {
            ScriptedReply.Failure failure = (ScriptedReply.Failure) outcome;
            answer.completeExceptionally(new CommandException(
                    new QmpError(ErrorClass.ofWireName(failure.errorClass()), failure.description())));
        }
    }
}
