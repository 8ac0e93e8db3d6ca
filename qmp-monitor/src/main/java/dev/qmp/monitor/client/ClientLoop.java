package dev.qmp.monitor.client;

import dev.qmp.monitor.client.internal.Deadline;
import dev.qmp.monitor.client.internal.Wire;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of a client: connect, read to the end, and connect again if that is wanted. Thread: {@link #run} is the client's reader;
 * {@link #session} and {@link #close} are for any thread.
 */
final class ClientLoop implements Runnable {
    private static final long BETWEEN_ATTEMPTS = TimeUnit.MILLISECONDS.toNanos(50);

    private final QmpAddress address;
    private final QmpClientOptions options;
    private final EventHub events;
    private final @Nullable QmpAcceptor acceptor;
    private final Thread thread;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Session session; // the last one in command mode, ended or not
    private volatile @Nullable Session opening;

    ClientLoop(QmpAddress address, QmpClientOptions options, EventHub events, @Nullable QmpAcceptor acceptor) {
        this.acceptor = acceptor;
        this.address = address;
        this.options = options;
        this.events = events;
        this.thread = new Thread(this, "qmp-client " + address);
        this.thread.setDaemon(true);
    }

    /** Starts the thread; the future completes when commands can be sent, or with the reason why never. */
    CompletableFuture<Void> start() {
        thread.start();
        return first;
    }

    Thread thread() {
        return thread;
    }

    Session session() {
        Session last = session;
        if (last == null) {
            throw new IllegalStateException("not connected yet");
        }
        return last;
    }

    void close() {
        closing.countDown();
        QmpConnectionException reason = closed();
        for (Session one : new Session[] {opening, session}) {
            if (one != null) {
                one.end(reason);
            }
        }
    }

    private QmpConnectionException closed() {
        return new QmpConnectionException("the client of " + address + " was closed");
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    @Override
    public void run() {
        QmpConnectionException reason;
        try {
            Session current = first();
            first.complete(null);
            reason = live(current);
        } catch (QmpConnectionException e) {
            reason = e;
        } catch (RuntimeException | Error e) {
            reason = new QmpConnectionException("the client of " + address + " failed: " + e, e);
            Session.LOG.log(System.Logger.Level.ERROR, "the reader of " + address + " failed", e);
        }
        for (Session one : new Session[] {opening, session}) {
            if (one != null) {
                one.end(reason);
            }
        }
        events.close(isClosing() ? null : reason);
        first.completeExceptionally(reason);
    }

    private Session first() throws QmpConnectionException {
        Duration patience = options.awaitServer().orElse(null);
        if (patience == null || acceptor != null) {
            return open(false, Deadline.NONE);
        }
        long end = Deadline.in(patience);
        new Handshake(address, options, end).checkSettings();
        while (true) {
            try {
                return open(false, end);
            } catch (QmpProtocolException e) {
                throw e; // it is there, and will not become another one
            } catch (QmpConnectionException e) {
                long left = end - System.nanoTime();
                if (left <= 0 || isClosing()) {
                    throw e;
                }
                pause(Math.min(left, BETWEEN_ATTEMPTS));
            }
        }
    }

    /** Waits some time, less if the client is closed; returns whether it is. */
    private boolean pause(long nanos) {
        try {
            return closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Session.LOG.log(System.Logger.Level.DEBUG, "an interrupt of the reading thread is ignored", e);
            return isClosing();
        }
    }

    private Session open(boolean again, long end) throws QmpConnectionException {
        Handshake handshake = new Handshake(address, options, end);
        Wire wire = acceptor == null
                ? handshake.dial(this::isClosing)
                : handshake.answer(acceptor, again ? Deadline.NONE : QmpAcceptor.deadline(options), this::isClosing);
        Session made = new Session(address, wire, options, events);
        opening = made;
        try {
            if (isClosing()) {
                throw closed();
            }
            handshake.perform(made, wire, () -> {
                session = made;
                if (again) {
                    events.reconnected();
                }
            });
        } catch (QmpConnectionException e) {
            made.end(e);
            throw e;
        }
        opening = null;
        if (isClosing()) {
            made.end(closed());
        }
        return made;
    }

    private QmpConnectionException live(Session begun) {
        Session current = begun;
        while (true) {
            QmpConnectionException reason = current.readToEnd();
            current.end(reason);
            ReconnectPolicy policy = options.reconnect().orElse(null);
            if (policy == null || isClosing()) {
                return reason;
            }
            events.disconnected(reason);
            Session next = again(policy);
            if (next == null) {
                return reason;
            }
            current = next;
        }
    }

    /** Connects again; null if the client is closed meanwhile or the policy gives up. */
    private @Nullable Session again(ReconnectPolicy policy) {
        Duration delay = policy.first();
        for (int attempt = 0; attempt < policy.attempts(); attempt++) {
            if (pause(delay.toNanos())) {
                return null;
            }
            try {
                return open(true, Deadline.NONE);
            } catch (QmpConnectionException e) {
                Session.LOG.log(System.Logger.Level.DEBUG, "still not connected", e);
            }
            delay = policy.after(delay);
        }
        return null;
    }
}
