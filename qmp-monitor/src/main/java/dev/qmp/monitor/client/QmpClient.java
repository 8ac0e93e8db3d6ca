package dev.qmp.monitor.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A client of a QMP server or of a guest agent.
 *
 * <p>Requests are printed and sent in the thread that makes them, and never wait for the server to read; one daemon thread for each client
 * reads replies and completes the futures. What is chained to a future without an executor of its own runs in that thread and must not block:
 * a slow stage delays later replies, and waiting there for another reply of the same client throws {@link IllegalStateException}.
 *
 * <p>A future completes with the value of {@code return}, or exceptionally with a {@link QmpCommandException} if the server says that the
 * command failed, with a {@link QmpConnectionException} if the connection ends before the reply, or is not there, and with a
 * {@link java.util.concurrent.RejectedExecutionException} if {@link QmpClientOptions#unsentLimit()} is exceeded. Completing or cancelling it
 * has no effect on the server; the reply is then dropped. {@link QmpClientOptions#replyTimeout()} bounds the wait with a
 * {@link QmpTimeoutException}. A guest agent's commands that send no reply when they succeed ({@code guest-shutdown}, {@code guest-suspend-*})
 * complete with an empty object when a {@code guest-ping} sent after them is answered, when the connection ends, or when that time has passed
 * without an error.
 *
 * <p>Thread: safe to share; all methods may be called by any thread, {@link #close} included.
 */
public final class QmpClient implements AutoCloseable {
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final QmpAddress address;
    private final QmpClientOptions options;
    private final EventHub events;
    private final ClientLoop loop;

    private QmpClient(QmpAddress address, QmpClientOptions options, @Nullable QmpAcceptor acceptor) {
        this.address = address;
        this.options = options;
        this.events = new EventHub(address, options);
        this.loop = new ClientLoop(address, options, events, acceptor);
    }

    /**
     * Connects with the default options: 5 s for everything, out-of-band execution enabled if the server offers it.
     *
     * @param address where
     * @return a client in command mode
     * @throws QmpConnectionException if that fails; the message says where and why
     */
    public static QmpClient connect(QmpAddress address) throws QmpConnectionException {
        return connect(address, QmpClientOptions.DEFAULT);
    }

    /**
     * Connects, reads the greeting and negotiates, or synchronizes with a guest agent. If the calling thread is interrupted, this fails, and the
     * thread stays interrupted.
     *
     * @param address where
     * @param options how
     * @return a client in command mode
     * @throws QmpConnectionException if that fails; the message says where and why
     */
    public static QmpClient connect(QmpAddress address, QmpClientOptions options) throws QmpConnectionException {
        return connect(address, options, null);
    }

    static QmpClient connect(QmpAddress address, QmpClientOptions options, @Nullable QmpAcceptor acceptor)
            throws QmpConnectionException {
        QmpClient client = new QmpClient(address, options, acceptor);
        try {
            client.loop.start().get();
            return client;
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
            throw new QmpConnectionException("interrupted while connecting to " + address, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QmpProtocolException cause) {
                throw new QmpProtocolException(String.valueOf(cause.getMessage()), cause);
            }
            Throwable cause = e.getCause();
            throw new QmpConnectionException(cause == null ? "failed" : String.valueOf(cause.getMessage()), cause);
        }
    }

    /**
     * Returns where this client connected to.
     *
     * @return the address given
     */
    public QmpAddress address() {
        return address;
    }

    /**
     * Returns the greeting of the last connection.
     *
     * @return empty for a guest agent
     */
    public Optional<QmpGreeting> greeting() {
        return Optional.ofNullable(loop.session().greeting());
    }

    /**
     * Tells whether {@link #executeOob} can be used with the last connection.
     *
     * @return whether the server offered it and the options did not decline
     */
    public boolean outOfBandEnabled() {
        return loop.session().requests().outOfBandEnabled();
    }

    /**
     * Tells whether the client is connected as far as it knows.
     *
     * @return false when the connection has ended, until it is made again
     */
    public boolean isConnected() {
        return loop.session().requests().isOpen();
    }

    /**
     * Runs a command without arguments, after the commands before it.
     *
     * @param command its name
     * @return completes with what it returns
     */
    public CompletableFuture<JsonValue> execute(String command) {
        return submit(command, null, false);
    }

    /**
     * Runs a command, after the commands before it.
     *
     * @param command its name
     * @param arguments its arguments
     * @return completes with what it returns
     */
    public CompletableFuture<JsonValue> execute(String command, JsonObject arguments) {
        return submit(command, Objects.requireNonNull(arguments, "arguments"), false);
    }

    /**
     * Runs a command with options of its own.
     *
     * @param command its name
     * @param arguments its arguments
     * @param how in band or out of band, and how long its reply may take
     * @return completes with what it returns, as {@link #execute(String, JsonObject)} and {@link #executeOob(String, JsonObject)} do; with a
     *     {@link QmpTimeoutException} if the time is over
     */
    public CompletableFuture<JsonValue> execute(String command, JsonObject arguments, QmpCallOptions how) {
        Call call = send(command, Objects.requireNonNull(arguments, "arguments"), how.outOfBand());
        how.timeout().or(options::replyTimeout).ifPresent(call::expireAfter);
        return call;
    }

    /**
     * Runs a command without arguments out of band, at once, whatever the server is busy with.
     *
     * @param command its name, one that the server's schema marks {@code allow-oob}
     * @return completes with what it returns; with {@link UnsupportedOperationException} unless {@link #outOfBandEnabled}
     */
    public CompletableFuture<JsonValue> executeOob(String command) {
        return submit(command, null, true);
    }

    /**
     * Runs a command out of band, at once, whatever the server is busy with.
     *
     * @param command its name, one that the server's schema marks {@code allow-oob}
     * @param arguments its arguments
     * @return completes with what it returns; with {@link UnsupportedOperationException} unless {@link #outOfBandEnabled}
     */
    public CompletableFuture<JsonValue> executeOob(String command, JsonObject arguments) {
        return submit(command, Objects.requireNonNull(arguments, "arguments"), true);
    }

    /**
     * Runs a command without arguments and waits for its reply.
     *
     * @param command its name
     * @param timeout how long to wait at most, whatever {@link QmpClientOptions#replyTimeout()} says
     * @return what it returns
     * @throws IOException as {@link #call(String, JsonObject, Duration)}
     */
    public JsonValue call(String command, Duration timeout) throws IOException {
        return send(command, null, false).await(timeout);
    }

    /**
     * Runs a command and waits for its reply. The message of what this throws names the command and the address.
     *
     * @param command its name
     * @param arguments its arguments
     * @param timeout how long to wait at most, whatever {@link QmpClientOptions#replyTimeout()} says
     * @return what it returns
     * @throws QmpCommandException if the server says that the command failed
     * @throws QmpTimeoutException if no reply comes in time
     * @throws QmpConnectionException if the connection ends before the reply, or is not there, or if the thread is interrupted, which it
     *     then stays
     * @throws IOException if one of the last two
     */
    public JsonValue call(String command, JsonObject arguments, Duration timeout) throws IOException {
        return send(command, Objects.requireNonNull(arguments, "arguments"), false)
                .await(timeout);
    }

    /**
     * Runs a command out of band and waits for its reply. The message of what this throws names the command and the address.
     *
     * @param command its name, one that the server's schema marks {@code allow-oob}
     * @param arguments its arguments
     * @param timeout how long to wait at most, whatever {@link QmpClientOptions#replyTimeout()} says
     * @return what it returns
     * @throws UnsupportedOperationException unless {@link #outOfBandEnabled}
     * @throws IOException as {@link #call(String, JsonObject, Duration)}
     */
    public JsonValue callOob(String command, JsonObject arguments, Duration timeout) throws IOException {
        return send(command, Objects.requireNonNull(arguments, "arguments"), true)
                .await(timeout);
    }

    /**
     * Runs a command with options of its own and waits for its reply. The message of what this throws names the command and the address.
     *
     * @param command its name
     * @param arguments its arguments
     * @param how in band or out of band, and how long to wait at most
     * @return what it returns
     * @throws UnsupportedOperationException if it is to run out of band and {@link #outOfBandEnabled} is false
     * @throws IOException as {@link #call(String, JsonObject, Duration)}
     */
    public JsonValue call(String command, JsonObject arguments, QmpCallOptions how) throws IOException {
        Call call = send(command, Objects.requireNonNull(arguments, "arguments"), how.outOfBand());
        return call.await(how.timeout().or(options::replyTimeout).orElse(FOR_EVER));
    }

    private Call submit(String command, @Nullable JsonObject arguments, boolean outOfBand) {
        Call call = send(command, arguments, outOfBand);
        options.replyTimeout().ifPresent(call::expireAfter);
        return call;
    }

    private Call send(String command, @Nullable JsonObject arguments, boolean outOfBand) {
        Objects.requireNonNull(command, "command");
        Call call = new Call(command, outOfBand, address, options, loop.thread());
        Requests requests = loop.session().requests();
        requests.submit(call, command, arguments);
        if (call.isSilent()) { // an agent answers in order: the answer to this proves the success of the other
            requests.submit(new Call("guest-ping", false, address, options, loop.thread()), "guest-ping", null);
        }
        return call;
    }

    /**
     * Returns the events, from the moment of each subscription on.
     *
     * <p>A subscriber that falls behind its demand by more than {@link QmpClientOptions#eventBuffer()} events, or
     * {@link QmpClientOptions#eventBytes()} bytes of them, gets those that are kept, and then
     * a {@link QmpEventOverflowException}: nothing is dropped silently, and nothing else is delayed. It completes when the client is closed, and
     * fails with a {@link QmpConnectionException} when the connection ends and is not made again. Where it is made again the subscription goes
     * on; a {@link QmpListener} learns of the gap.
     *
     * @return subscribers are called in the event executor
     */
    public Flow.Publisher<QmpEvent> events() {
        return events::subscribe;
    }

    /**
     * Adds a listener, from this moment on. To miss nothing since the negotiation, give it to the options instead.
     *
     * @param listener called in the event executor
     */
    public void addListener(QmpListener listener) {
        events.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Removes a listener; it may still be called for what came before.
     *
     * @param listener the same object that was added
     */
    public void removeListener(QmpListener listener) {
        events.remove(listener);
    }

    /**
     * Closes the connection at once. Futures without a reply fail, and requests that the server has not read may never be read. Closing twice has no
     * effect.
     */
    @Override
    public void close() {
        loop.close();
    }

    /**
     * Describes the client.
     *
     * @return a text with its address
     */
    @Override
    public String toString() {
        return "QmpClient[" + address + "]";
    }
}
