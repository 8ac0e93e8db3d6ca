package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.log.Logging;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.monitor.client.TlsSettings;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The options of connections, and what becomes of replies. */
public final class Connections {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Connections() {}

    /**
     * Reads an address.
     *
     * @param text as typed
     * @return the address
     * @throws UsageException if it is none
     */
    public static QmpAddress address(String text) {
        try {
            return QmpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads how to connect, and begins to log if that is asked for.
     *
     * @param arguments the parsed arguments
     * @return options to add to
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
     * @param reply what comes
     * @return the value that the server returned
     * @throws FailedException if there is none; the message says why
     */
    public static JsonValue await(CompletableFuture<JsonValue> reply) {
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
     * Says in one line why a request failed.
     *
     * @param cause what its future failed with
     * @return the server's words behind its class, or what happened to the connection
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
