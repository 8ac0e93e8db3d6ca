package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.log.Logging;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.monitor.client.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the subcommands that connect to a server have in common: options, and waiting for replies. */
public final class Connections {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Connections() {}

    /**
     * Reads an address.
     *
     * @param text as typed
     * @return the address
     * @throws UsageException if it is not an address
     */
    public static QmpAddress address(String text) {
        try {
            return QmpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads the options of a connection, and starts logging if they ask for it.
     *
     * @param arguments the parsed arguments
     * @return a builder with these options
     * @throws UsageException if they contradict each other
     */
    public static QmpClientOptions.Builder options(Arguments arguments) {
        int verbosity = arguments.flag("-vv") ? 2 : arguments.flag("-v") ? 1 : 0;
        Logging.start(verbosity, arguments.text("--log"));
        return QmpClientOptions.builder()
                .timeout(arguments.seconds("--timeout", TIMEOUT))
                .agent(arguments.flag("--agent"))
                .tls(tls(arguments));
    }

    private static TlsSettings tls(Arguments arguments) {
        @Nullable Path authority = arguments.path("--tls-ca");
        @Nullable Path certificate = arguments.path("--tls-cert");
        @Nullable Path key = arguments.path("--tls-key");
        if ((certificate == null) != (key == null)) {
            throw new UsageException("--tls-cert and --tls-key go together");
        }
        return new TlsSettings(authority, certificate, key, arguments.text("--tls-name"));
    }

    /**
     * Waits for a reply.
     *
     * @param reply the reply to come
     * @param <T> the type of its value
     * @return its value
     * @throws FailedException if the request fails; the message says why
     */
    public static <T> T await(CompletableFuture<T> reply) {
        try {
            return reply.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted");
        } catch (ExecutionException e) {
            throw new FailedException(reason(e.getCause()));
        }
    }

    /**
     * Calls something when a reply has arrived or its request has failed.
     *
     * @param reply the reply to come
     * @param action takes the value or the failure; called by the client's reader, or now if the reply is there
     * @param <T> the type of the value
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the action does not throw, and nobody waits for it
    public static <T> void whenDone(
            CompletableFuture<T> reply, BiConsumer<? super T, ? super @Nullable Throwable> action) {
        reply.whenComplete(action);
    }

    /**
     * Says in one line why a request failed.
     *
     * @param cause what its future failed with
     * @return the error's class and description, or what happened to the connection
     */
    public static String reason(@Nullable Throwable cause) {
        if (cause instanceof QmpCommandException error) {
            return error.errorClass() + ": " + error.description();
        }
        if (cause instanceof UnsupportedOperationException) {
            return "the server does not offer out-of-band execution";
        }
        return cause == null ? "failed" : String.valueOf(cause.getMessage());
    }
}
