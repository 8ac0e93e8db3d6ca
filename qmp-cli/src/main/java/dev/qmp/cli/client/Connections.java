package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.log.Logging;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpAcceptor;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.monitor.client.QmpConnectionException;
import dev.qmp.monitor.client.QmpTimeoutException;
import dev.qmp.monitor.client.TlsSettings;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the subcommands that connect to a server have in common: options, and waiting for replies. */
public final class Connections {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    static final Duration REPLY_TIMEOUT = Duration.ofSeconds(60);

    private static final List<String> TLS_OPTIONS = List.of("--tls-ca", "--tls-cert", "--tls-key", "--tls-name");

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
     * Reads the options of a connection, and starts logging and the watch of the deadline if they ask for it.
     *
     * @param subcommand the subcommand's name
     * @param arguments the parsed arguments
     * @param addresses where it will connect to; none if that is not known yet
     * @return a builder with these options
     * @throws UsageException if they contradict each other
     */
    public static QmpClientOptions.Builder options(String subcommand, Arguments arguments, List<QmpAddress> addresses) {
        int verbosity = arguments.flag("-vv") ? 2 : arguments.flag("-v") ? 1 : 0;
        Logging.start(verbosity, arguments.text("--log"));
        QmpClientOptions.Builder options = QmpClientOptions.builder()
                .timeout(arguments.seconds("--timeout", TIMEOUT))
                .agent(arguments.flag("--agent"))
                .tls(tls(arguments, addresses));
        if (arguments.text("--wait") != null) {
            options.awaitServer(arguments.seconds("--wait", TIMEOUT));
        }
        if (arguments.text("--deadline") != null) {
            DeadlineWatch.start(subcommand, arguments.seconds("--deadline", TIMEOUT));
        }
        return options;
    }

    /**
     * Returns how long a reply may take.
     *
     * @param arguments the parsed arguments
     * @return as the option says, or a minute
     */
    public static Duration replyTimeout(Arguments arguments) {
        return arguments.seconds("--reply-timeout", REPLY_TIMEOUT);
    }

    /** Writes a time for people. */
    static String text(Duration time) {
        long millis = time.toMillis();
        return millis >= 1000 && millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static TlsSettings tls(Arguments arguments, List<QmpAddress> addresses) {
        if (!addresses.isEmpty() && addresses.stream().noneMatch(QmpAddress.Tls.class::isInstance)) {
            for (String option : TLS_OPTIONS) {
                if (arguments.flag(option)) {
                    throw new UsageException(
                            option + " is for addresses that begin with tls:, and '" + addresses.get(0) + "' does not");
                }
            }
        }
        @Nullable Path authority = arguments.path("--tls-ca");
        @Nullable Path certificate = arguments.path("--tls-cert");
        @Nullable Path key = arguments.path("--tls-key");
        if ((certificate == null) != (key == null)) {
            throw new UsageException("--tls-cert and --tls-key go together");
        }
        return new TlsSettings(authority, certificate, key, arguments.text("--tls-name"));
    }

    /**
     * Connects to a server, or waits for one that dials in where {@code --listen} says so.
     *
     * @param arguments the parsed arguments
     * @param address the server's address, or where to listen
     * @param options how
     * @return connected
     * @throws QmpConnectionException if that fails
     */
    public static QmpClient connect(Arguments arguments, QmpAddress address, QmpClientOptions options)
            throws QmpConnectionException {
        if (!arguments.flag("--listen")) {
            return QmpClient.connect(address, options);
        }
        if (address instanceof QmpAddress.Tls && options.tls().certificate() == null) {
            throw new UsageException("--listen with tls: needs --tls-cert and --tls-key");
        }
        QmpAcceptor acceptor = QmpAcceptor.listen(address);
        // The socket is there until the end, for a server that dials in again; its file goes then.
        Runtime.getRuntime().addShutdownHook(new Thread(acceptor::close, "qmp-unlisten"));
        return acceptor.accept(options);
    }

    /**
     * Runs a command and waits for its reply.
     *
     * @param client the connection
     * @param command its name
     * @param timeout how long to wait
     * @return what it returns
     * @throws FailedException if that fails; the message says why
     */
    public static JsonValue call(QmpClient client, String command, Duration timeout) {
        return call(client, command, JsonValues.EMPTY_OBJECT, false, timeout);
    }

    static JsonValue call(QmpClient client, String command, JsonObject arguments, boolean outOfBand, Duration timeout) {
        try {
            return outOfBand ? client.callOob(command, arguments, timeout) : client.call(command, arguments, timeout);
        } catch (QmpTimeoutException e) {
            throw FailedException.late(reason(e));
        } catch (IOException | QmpCommandException | UnsupportedOperationException e) {
            throw new FailedException(reason(e));
        }
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
            throw e.getCause() instanceof QmpTimeoutException late
                    ? FailedException.late(reason(late))
                    : new FailedException(reason(e.getCause()));
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
