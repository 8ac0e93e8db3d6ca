package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.MonitorContext;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.OutputFilter;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests: looks up the command, checks that it may run and that its arguments are valid, runs its handler in the calling
 * thread, and passes on the reply. Specification of the checks: {@code qmp-check-order}.
 *
 * <p>Every request is answered, whatever fails. An exception of a handler that is not a {@link CommandException} is answered with
 * {@code The command NAME failed (reference N)}; the error handler gets the exception with the same reference, because its text
 * may hold what the peer must not see.
 *
 * <p>Thread: safe for use by any thread; in-band requests must come from one thread at a time.
 */
public final class Dispatcher {
    private final CommandTable table;
    private final boolean checkResults;
    private final boolean exceptionTexts;
    private final BiConsumer<? super String, ? super Throwable> errors;
    private final Validator validator;
    private final Admission admission;
    private final @Nullable OutputFilter hidden;
    private final AtomicLong references = new AtomicLong();

    private Dispatcher(Builder builder) {
        this.table = builder.table;
        this.checkResults = builder.checkResults;
        this.exceptionTexts = builder.exceptionTexts;
        this.errors = builder.errors;
        CompatPolicy policy = builder.policy;
        this.validator = Validator.of(table.schema(), policy);
        this.admission = new Admission(policy, builder.machineMissing, validator);
        this.hidden = policy.showsAllOutput() ? null : OutputFilter.of(table.schema(), policy);
    }

    /**
     * Returns a builder with the defaults that its methods state.
     *
     * @param table the commands
     * @return a new builder
     */
    public static Builder builder(CommandTable table) {
        return new Builder(table);
    }

    /**
     * Configures a dispatcher.
     *
     * <p>Thread: confined to one thread.
     */
    public static final class Builder {
        private final CommandTable table;
        private CompatPolicy policy = CompatPolicy.ACCEPT;
        private @Nullable BooleanSupplier machineMissing;
        private boolean checkResults;
        private boolean exceptionTexts;
        private BiConsumer<? super String, ? super Throwable> errors =
                (what, failure) -> log().log(Level.ERROR, what, failure);

        private Builder(CommandTable table) {
            this.table = table;
        }

        /**
         * Sets the treatment of deprecated and unstable commands, arguments and results; all are accepted by default.
         *
         * @param compatibility the policy
         * @return this builder
         */
        public Builder compatibility(CompatPolicy compatibility) {
            policy = compatibility;
            return this;
        }

        /**
         * Sets what tells whether the machine is still to be made; until then only commands with {@code allow-preconfig} run.
         *
         * @param missing returns true until the machine is made, called by any thread; null if it is there from the start
         * @return this builder
         */
        public Builder machineMissing(@Nullable BooleanSupplier missing) {
            machineMissing = missing;
            return this;
        }

        /**
         * Sets whether to check what handlers return, and to reply with an error instead of a value that the schema does not
         * allow; off by default.
         *
         * @param checked whether to check
         * @return this builder
         */
        public Builder checkResults(boolean checked) {
            checkResults = checked;
            return this;
        }

        /**
         * Sets whether the reply to a request whose handler failed unexpectedly includes the exception's text; off by default,
         * because that text may hold secrets.
         *
         * @param included whether peers see the text
         * @return this builder
         */
        public Builder exceptionTexts(boolean included) {
            exceptionTexts = included;
            return this;
        }

        /**
         * Sets the handler of unexpected failures: of handlers, of their after-reply actions, and of reply consumers. By default
         * they are logged.
         *
         * @param handler takes a description of what failed, and the exception; called by the thread in which it was thrown, and
         *     must not throw
         * @return this builder
         */
        public Builder errorHandler(BiConsumer<? super String, ? super Throwable> handler) {
            errors = handler;
            return this;
        }

        /**
         * Makes the dispatcher.
         *
         * @return the dispatcher
         */
        public Dispatcher build() {
            return new Dispatcher(this);
        }
    }

    /**
     * Runs a request.
     *
     * @param request the request
     * @param monitor the monitor that it came from
     * @param scope the commands that are visible
     * @param sink accepts the reply, exactly once: in this thread before the method returns, or, for a handler that completes
     *     later, in the thread that completes it. If it throws, the error handler is called
     */
    public void dispatch(Request request, MonitorContext monitor, CommandScope scope, Consumer<? super Reply> sink) {
        CommandInvocation invocation = new CommandInvocation(monitor, request);
        Reply reply;
        try {
            QmpError fault = request.fault();
            CommandEntry entry =
                    fault == null && scope.includes(request.command()) ? table.find(request.command()) : null;
            if (entry == null) {
                reply = new Reply.Failure(fault == null ? Admission.notFound(request) : fault);
            } else {
                QmpError refusal = admission.refusal(request, entry, monitor);
                reply = refusal == null ? run(entry, invocation, sink) : new Reply.Failure(refusal);
            }
        } catch (Throwable e) {
            // Errors too, such as a class missing from a plug-in: a request must not end the thread that serves all
            // monitors.
            reply = failure(request, e);
        }
        if (reply != null) {
            answer(invocation, reply, sink);
        }
    }

    /**
     * Reports a failure that is not the peer's fault to the error handler.
     *
     * @param command the request's command
     * @param what a description of the failure, such as {@code "the reply of command 'stop' cannot be written"}
     * @param thrown the cause
     * @return the reply, with the reference that the error handler got
     */
    public Reply.Failure failure(String command, String what, Throwable thrown) {
        long reference = references.incrementAndGet();
        errors.accept(what + " (reference " + reference + ")", thrown);
        return new Reply.Failure(QmpError.generic("The command " + command + " failed (reference " + reference + ")"
                + (exceptionTexts ? ": " + thrown : "")));
    }

    /** Runs the handler; returns null if it completes later. */
    private @Nullable Reply run(CommandEntry entry, CommandInvocation invocation, Consumer<? super Reply> sink)
            throws Exception {
        Request request = invocation.request();
        MonitorContext previous = CurrentMonitor.replace(invocation.monitor());
        try {
            Handler handler = entry.handler();
            if (handler instanceof Handler.Action action) {
                action.handler().execute(invocation, request.arguments());
                return success(entry, JsonValue.EMPTY_JSON_OBJECT);
            }
            if (handler instanceof Handler.Value value) {
                return result(entry, value.handler().execute(invocation, request.arguments()));
            }
            if (handler instanceof Handler.Scripted scripted) {
                scripted.handler()
                        .execute(
                                invocation,
                                request.arguments(),
                                reply -> answer(invocation, scripted(entry, reply), sink));
                return null;
            }
            CompletionStage<? extends @Nullable JsonValue> later =
                    ((Handler.Async) handler).handler().execute(invocation, request.arguments());
            if (later == null) {
                throw new NullPointerException("the handler returned no stage");
            }
            AtomicBoolean answered =
                    new AtomicBoolean(); // a foreign implementation of CompletionStage may complete twice
            later.whenComplete((value, thrown) -> {
                if (answered.compareAndSet(false, true)) {
                    answer(invocation, late(entry, request, value, thrown), sink);
                }
            });
            return null;
        } finally {
            CurrentMonitor.replace(previous);
        }
    }

    /** Returns a scripted reply as the declaration and the policy demand it. */
    private Reply scripted(CommandEntry entry, Reply reply) {
        if (reply instanceof Reply.Success success) {
            return success(entry, success.value());
        }
        return reply instanceof Reply.Faulty faulty
                ? new Reply.Faulty(faulty.fault(), scripted(entry, faulty.reply()))
                : reply;
    }

    /** Returns the reply of a handler that has completed. An exception thrown here would be lost in the stage. */
    private Reply late(CommandEntry entry, Request request, @Nullable JsonValue value, @Nullable Throwable thrown) {
        try {
            return thrown == null ? result(entry, value) : failure(request, thrown);
        } catch (Throwable e) {
            return failure(request, e);
        }
    }

    private void answer(CommandInvocation invocation, Reply reply, Consumer<? super Reply> sink) {
        try {
            sink.accept(reply);
        } catch (Throwable e) {
            errors.accept("the reply of command '" + invocation.command() + "' could not be delivered", e);
        }
        try {
            invocation.replied();
        } catch (Throwable e) {
            errors.accept("the after-reply action of command '" + invocation.command() + "' failed", e);
        }
    }

    /** Returns the reply for a handler's result, which may be null if the command returns nothing. */
    private Reply result(CommandEntry entry, @Nullable JsonValue value) throws ValidationException {
        if (value != null) {
            return success(entry, value);
        }
        if (entry.declaration().successResponse()) {
            entry.validator(validator).checkReturn(entry.declaration(), JsonValue.EMPTY_JSON_OBJECT);
        }
        return success(entry, JsonValue.EMPTY_JSON_OBJECT);
    }

    private Reply success(CommandEntry entry, JsonValue value) {
        Command declaration = entry.declaration();
        if (!declaration.successResponse()) {
            return Reply.SILENCE;
        }
        if (entry.isBeside()) {
            return new Reply.Success(value);
        }
        if (checkResults) {
            try {
                validator.checkReturn(declaration, value);
            } catch (ValidationException e) {
                String fault = "The command " + declaration.name() + " returned what its schema does not allow: "
                        + e.getMessage();
                log().log(Level.ERROR, fault);
                return new Reply.Failure(QmpError.generic(fault));
            }
        }
        if (value == JsonValue.EMPTY_JSON_OBJECT) {
            return Reply.DONE;
        }
        return new Reply.Success(hidden == null ? value : hidden.result(declaration, value));
    }

    private Reply failure(Request request, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof CommandException refusal) {
            return new Reply.Failure(refusal.error());
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return failure(request.command(), "the handler of command '" + request.command() + "' failed", cause);
    }

    /** Made on first use: a logger costs milliseconds at startup. */
    private static Logger log() {
        return System.getLogger(Dispatcher.class.getName());
    }
}
