package dev.qmp.dispatch;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.CompatPolicy;
import dev.qmp.qapi.OutputFilter;
import dev.qmp.qapi.ValidationException;
import dev.qmp.qapi.Validator;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests: looks the command up, checks that it may run and that its arguments fit, runs its handler in the calling
 * thread and hands over the reply.
 *
 * <p>The checks and their order are those of the protocol's request validation, steps 6 to 12.
 *
 * <p>Thread: safe for use by any thread; in-band requests are to come from one thread at a time.
 */
public final class Dispatcher {

    private final CommandTable table;
    private final CompatPolicy policy;
    private final boolean checkResults;
    private final Validator validator;
    private final @Nullable OutputFilter hidden;

    /**
     * Makes a dispatcher.
     *
     * @param table the commands
     * @param policy what becomes of deprecated and unstable commands, arguments and results
     * @param checkResults whether to check what handlers return, and to answer with an error instead of a value that the
     *     schema does not allow
     */
    public Dispatcher(CommandTable table, CompatPolicy policy, boolean checkResults) {
        this.table = table;
        this.policy = policy;
        this.checkResults = checkResults;
        this.validator = Validator.of(table.schema(), policy);
        this.hidden = policy.showsAllOutput() ? null : OutputFilter.of(table.schema(), policy);
    }

    /**
     * Runs a request.
     *
     * @param request the request
     * @param monitor the monitor that it came from
     * @param scope the commands that are visible
     * @param sink takes the reply, exactly once: in this thread before the method returns, or, for a handler that completes
     *     later, in the thread that completes it
     */
    public void dispatch(Request request, MonitorContext monitor, CommandScope scope, Consumer<? super Reply> sink) {
        QmpError fault = request.fault();
        if (fault != null) {
            sink.accept(new Reply.Failure(fault));
            return;
        }
        CommandEntry entry = scope.includes(request.command()) ? table.find(request.command()) : null;
        if (entry == null) {
            sink.accept(new Reply.Failure(
                    QmpError.commandNotFound("The command " + request.command() + " has not been found")));
            return;
        }
        QmpError refusal = refusal(request, entry, monitor);
        if (refusal != null) {
            sink.accept(new Reply.Failure(refusal));
            return;
        }
        run(entry, request, monitor, sink);
    }

    private @Nullable QmpError refusal(Request request, CommandEntry entry, MonitorContext monitor) {
        if (!policy.acceptsAllInput()) {
            Optional<CompatPolicy.Refusal> refused = policy.refusal(entry.declaration());
            if (refused.isPresent()) {
                return QmpError.commandNotFound(refused.get().message());
            }
        }
        String reason = entry.disabledReason();
        if (reason != null) {
            return QmpError.commandNotFound(
                    "Command " + request.command() + " has been disabled" + (reason.isEmpty() ? "" : ": " + reason));
        }
        if (request.outOfBand() && !entry.allowsOutOfBand(monitor.dialect())) {
            return QmpError.generic("The command " + request.command() + " does not support OOB");
        }
        try {
            validator.checkArguments(entry.declaration(), request.arguments());
        } catch (ValidationException e) {
            return QmpError.generic(String.valueOf(e.getMessage()));
        }
        return null;
    }

    private void run(CommandEntry entry, Request request, MonitorContext monitor, Consumer<? super Reply> sink) {
        CommandContext context = new CommandContext(monitor, request);
        MonitorContext outer = CurrentMonitor.get();
        CompletionStage<? extends @Nullable JsonValue> later;
        Reply reply;
        CurrentMonitor.set(monitor);
        try {
            Handler handler = entry.handler();
            if (handler instanceof Handler.Value value) {
                reply = success(entry, value.handler().execute(context, request.arguments()));
                later = null;
            } else if (handler instanceof Handler.Action action) {
                action.handler().execute(context, request.arguments());
                reply = success(entry, null);
                later = null;
            } else {
                later = ((Handler.Async) handler).handler().execute(context, request.arguments());
                reply = Reply.DONE;
            }
        } catch (Throwable e) {
            // Errors too, such as a class that a provider misses: a handler must not end the thread that serves all
            // monitors.
            reply = failure(request, e);
            later = null;
        } finally {
            CurrentMonitor.set(outer);
        }
        if (later == null) {
            answer(context, reply, sink);
        } else {
            later.whenComplete((value, thrown) -> answer(
                    context, thrown == null ? lateSuccess(entry, request, value) : failure(request, thrown), sink));
        }
    }

    /** As {@link #success}, but fails as the handler would have: nobody hears what is thrown here, and no reply would come. */
    private Reply lateSuccess(CommandEntry entry, Request request, @Nullable JsonValue value) {
        try {
            return success(entry, value);
        } catch (RuntimeException | StackOverflowError e) {
            return failure(request, e);
        }
    }

    private static void answer(CommandContext context, Reply reply, Consumer<? super Reply> sink) {
        sink.accept(reply);
        try {
            context.replied();
        } catch (RuntimeException e) {
            log().log(Level.ERROR, () -> "what command '" + context.command() + "' left for after its reply failed", e);
        }
    }

    private Reply success(CommandEntry entry, @Nullable JsonValue value) {
        Command declaration = entry.declaration();
        if (!declaration.successResponse()) {
            return Reply.SILENCE;
        }
        if (checkResults) {
            try {
                validator.checkReturn(declaration, value == null ? JsonValue.EMPTY_JSON_OBJECT : value);
            } catch (ValidationException e) {
                String fault = "The command " + declaration.name() + " returned what its schema does not allow: "
                        + e.getMessage();
                log().log(Level.ERROR, fault);
                return new Reply.Failure(QmpError.generic(fault));
            }
        }
        if (value == null) {
            return Reply.DONE;
        }
        return new Reply.Success(hidden == null ? value : hidden.result(declaration, value));
    }

    private static Reply failure(Request request, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof CommandException refusal) {
            return new Reply.Failure(refusal.error());
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        log().log(Level.ERROR, () -> "the handler of command '" + request.command() + "' failed", cause);
        return new Reply.Failure(QmpError.generic("The command " + request.command() + " failed: " + cause));
    }

    /** Returns the logger; asked for when there is something to say, because making it takes milliseconds at the start. */
    private static Logger log() {
        return System.getLogger(Dispatcher.class.getName());
    }
}
