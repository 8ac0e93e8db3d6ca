package dev.qmp.dispatch.spi;

import dev.qmp.dispatch.CommandTable;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Binds the commands of a provider's schema to their handlers.
 *
 * <p>Each command that the schema declares must be bound exactly once; otherwise the start fails with a {@link
 * ProviderException} that names the command. Arguments are checked against the schema before a handler sees them; absent {@code
 * arguments} are an empty object. A handler replies with an error by throwing {@link CommandException}; any other exception is
 * logged, and answered with a {@code GenericError} that holds a reference to the log, not its text.
 *
 * <p>In-band handlers run one at a time in the dispatcher thread. A handler of a command with {@code 'allow-oob': true} may
 * also run in the I/O thread, at the same moment as any in-band handler: it must be short, must not block, and must
 * not take a lock that is ever held for long.
 *
 * <p>Thread: confined to the thread that builds the {@link CommandTable}.
 */
public interface CommandBinder {
    /**
     * Binds a command that returns a value.
     *
     * @param command the command's name
     * @param handler computes the value
     */
    void value(String command, ValueHandler handler);

    /**
     * Binds a command that returns nothing; the reply is {@code {}}.
     *
     * @param command the command's name
     * @param handler does the work
     */
    void action(String command, ActionHandler handler);

    /**
     * Binds a command that completes later. Until then the dispatcher starts no other in-band command, but its loop stays
     * responsive. Refused for a command that may run out of band.
     *
     * @param command the command's name
     * @param handler starts the work
     */
    void async(String command, AsyncHandler handler);

    /** Handles a command that returns a value. */
    @FunctionalInterface
    interface ValueHandler {
        /**
         * Runs the command.
         *
         * @param context the request's context
         * @param arguments the checked arguments
         * @return the value of {@code return}
         * @throws Exception to reply with an error
         */
        JsonValue execute(CommandContext context, JsonObject arguments) throws Exception;
    }

    /** Handles a command that returns nothing. */
    @FunctionalInterface
    interface ActionHandler {
        /**
         * Runs the command.
         *
         * @param context the request's context
         * @param arguments the checked arguments
         * @throws Exception to reply with an error
         */
        void execute(CommandContext context, JsonObject arguments) throws Exception;
    }

    /** Handles a command that completes later. */
    @FunctionalInterface
    interface AsyncHandler {
        /**
         * Starts the command.
         *
         * @param context the request's context
         * @param arguments the checked arguments
         * @return completes with the value of {@code return} (null for a command that returns nothing), or exceptionally
         * @throws Exception to reply with an error
         */
        CompletionStage<? extends @Nullable JsonValue> execute(CommandContext context, JsonObject arguments)
                throws Exception;
    }
}
