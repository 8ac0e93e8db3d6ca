package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Dialect;
import dev.qmp.dispatch.MonitorContext;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.monitor.internal.human.HumanCommands;
import dev.qmp.monitor.internal.human.LineEditor;
import dev.qmp.monitor.internal.human.Outcome;
import dev.qmp.monitor.internal.human.TerminalText;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One connection to a human monitor. A command waits its turn among the requests of all monitors; nothing is read meanwhile, and the
 * prompt comes back when it is done.
 *
 * <p>Thread: confined to the dispatcher's loop, but for what the queue, a handler and the connection call, which any thread may.
 */
final class HumanSession implements MonitorContext, InBandQueue.Client, OutputQueue.Listener {
    private static final String PROMPT = "(qemu) ";

    /** What a line takes while it waits, about, in bytes. */
    private static final int REQUEST_SIZE = 1024;

    private final HumanMonitor monitor;
    private final CharConnection connection;
    private final OutputQueue output;
    private final InBandQueue queue;
    private final InBandQueue.Lane lane;
    private final Suspension suspension = new Suspension();
    private final TerminalText text = new TerminalText();
    private final LineEditor editor;

    private boolean hidden;
    private boolean running;
    private boolean inputEnded;
    private volatile boolean over;

    HumanSession(HumanMonitor monitor, CharConnection connection, boolean hidden) {
        this.monitor = monitor;
        this.connection = connection;
        this.hidden = hidden;
        this.output = new OutputQueue(
                connection,
                monitor.options().outputHighWater(),
                monitor.options().outputHardCap(),
                this);
        this.queue = monitor.host().queue();
        this.lane = queue.newLane(null);
        this.editor = new LineEditor(PROMPT, monitor.history(), monitor.completer(), text);
    }

    @Override
    public InBandQueue.Lane lane() {
        return lane;
    }

    // --- the dispatcher's loop ---

    void greet() {
        VersionInfo version = monitor.host().version();
        text.print("QEMU " + version.major() + "." + version.minor() + "." + version.micro()
                + " monitor - type 'help' for more information\n");
        if (!hidden) {
            editor.showPrompt();
        }
        flush();
    }

    boolean isReadable() {
        return !running && !hidden && !suspension.isRaised();
    }

    /** Takes bytes until they are used up or a command runs. */
    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && isReadable() && !over) {
            String line = editor.accept(bytes.get());
            if (line != null) {
                enter(line);
            }
        }
        flush();
    }

    private void enter(String line) {
        Outcome outcome = monitor.commands().interpret(line);
        if (outcome instanceof Outcome.Call call) {
            running = true;
            queue.add(this, call.request(), REQUEST_SIZE);
        } else if (outcome instanceof Outcome.Text answer) {
            text.print(answer.text());
            editor.showPrompt();
        }
    }

    /** The focus of the multiplexer went elsewhere, or came back. What was being typed is forgotten. */
    void hide(boolean hide) {
        if (hide && !hidden && !running) {
            text.print("\n");
        }
        flush();
        hidden = hide;
        if (!hide) {
            editor.restart();
            if (!running) {
                editor.showPrompt();
            }
            flush();
            takeMore();
        }
    }

    /**
     * The peer sends no more.
     *
     * @return whether all is printed, so that the connection can be closed now
     */
    boolean endOfInput() {
        inputEnded = true;
        if (running) {
            return false;
        }
        if (output.isDrained()) {
            return true;
        }
        output.closeWhenDrained();
        return false;
    }

    @Override
    public void execute(PendingRequest pending) {
        if (over) {
            pending.finished();
        } else {
            Execution.inBand(monitor.host(), this, CommandScope.ALL, pending, reply -> print(pending.request(), reply));
        }
    }

    private void done() {
        running = false;
        if (over) {
            return;
        }
        // The command may have been the one that ends everything.
        if (!hidden && !queue.isStopped()) {
            editor.showPrompt();
        }
        flush();
        if (inputEnded) {
            output.closeWhenDrained();
        } else {
            takeMore();
        }
    }

    /** Sends what was printed, unless the front end with the focus has the stream. */
    private void flush() {
        if (!hidden) {
            ByteBuffer printed = text.take();
            if (printed.hasRemaining()) {
                output.send(printed);
            }
        }
    }

    // --- any thread ---

    private void print(Request request, Reply reply) {
        inLoop(() -> {
            text.print(HumanCommands.text(request, reply));
            flush();
        });
    }

    @Override
    public void afterRequest() {
        inLoop(this::done);
    }

    private void inLoop(Runnable action) {
        if (monitor.loop().inLoop()) {
            action.run();
        } else {
            monitor.loop().execute(action);
        }
    }

    /** The connection is gone, or is to go: nothing is printed any more. */
    void end() {
        synchronized (suspension) {
            if (over) {
                return;
            }
            over = true;
        }
        queue.drop(this);
        output.end();
        monitor.sessionEnded();
    }

    void awaitDrained(long deadline) throws InterruptedException {
        output.awaitDrained(deadline);
    }

    private void takeMore() {
        if (isReadable()) {
            monitor.acceptInput(this);
        }
    }

    @Override
    public void readOn() {
        inLoop(this::takeMore);
    }

    @Override
    public void suspended(Suspension.Reason reason, boolean raised) {
        boolean unused = raised ? suspension.raise(reason) : suspension.lift(reason);
    }

    @Override
    public void outputFull(boolean full) {
        suspended(Suspension.Reason.OUTPUT_FULL, full);
    }

    @Override
    public void outputDrained() {
        readOn();
    }

    @Override
    public void outputFailed(String reason, long unread) {
        System.getLogger(HumanSession.class.getName())
                .log(
                        unread > 0 ? Level.WARNING : Level.DEBUG,
                        () -> "monitor " + label() + ": session closed: " + reason);
        monitor.loop().execute(this::outputClosed);
    }

    @Override
    public void outputClosed() {
        end();
        connection.close();
    }

    @Override
    public String label() {
        return monitor.label();
    }

    @Override
    public Dialect dialect() {
        return Dialect.MODERN;
    }

    @Override
    public <T> Optional<T> attribute(Class<T> type) {
        return monitor.attribute(type);
    }

    @Override
    public <T> void setAttribute(Class<T> type, T value) {
        monitor.setAttribute(type, value);
    }
}
