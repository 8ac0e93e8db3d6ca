package dev.qmp.monitor.internal.human;

import dev.qmp.chardev.CharConnection;
import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.monitor.internal.session.MonitorSession;
import dev.qmp.monitor.internal.session.SessionMode;
import dev.qmp.monitor.spi.VersionInfo;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a human monitor. A command waits its turn among the requests of all monitors; nothing is read meanwhile, and the
 * prompt comes back when it is done.
 *
 * <p>Thread: confined to the dispatcher's loop, but for what {@link MonitorSession} says any thread may call.
 */
final class HumanSession extends MonitorSession {
    private static final String PROMPT = "(qemu) ";

    /** About what a line takes while it waits, in bytes. */
    private static final int REQUEST_SIZE = 1024;

    private final HumanMonitor monitor;
    private final TerminalText text = new TerminalText();
    private final LineEditor editor;

    private boolean hidden;
    private boolean running;

    /**
     * Makes a session; {@link #begin} begins it.
     *
     * @param monitor its monitor
     * @param connection its peer
     * @param before the lane of the monitor's previous session, or null
     * @param hidden whether another front end has the focus of the multiplexer
     */
    HumanSession(HumanMonitor monitor, CharConnection connection, @Nullable Lane before, boolean hidden) {
        super(monitor, connection, before, SessionMode.COMMAND);
        this.monitor = monitor;
        this.hidden = hidden;
        this.editor = new LineEditor(PROMPT, monitor.history(), monitor.completer(), text);
    }

    // --- the dispatcher's loop ---

    @Override
    protected void greet() {
        VersionInfo version = monitor.host().version();
        text.print("QEMU " + version.major() + "." + version.minor() + "." + version.micro()
                + " monitor - type 'help' for more information\n");
        if (!hidden) {
            editor.showPrompt();
        }
        flush();
    }

    @Override
    protected boolean isReadable() {
        return !running && !hidden && super.isReadable();
    }

    /** Takes bytes until they are used up or a command runs. */
    @Override
    protected void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && isReadable() && !isOver()) {
            String line = editor.accept(bytes.get());
            if (line != null) {
                enter(line);
            }
        }
        flush();
    }

    private void enter(String line) {
        LineResult result = monitor.commands().interpret(line);
        if (result instanceof LineResult.Call call) {
            running = true;
            countRequest();
            enqueue(call.request(), REQUEST_SIZE);
        } else if (result instanceof LineResult.Text answer) {
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

    @Override
    protected boolean isIdle() {
        return !running;
    }

    private void done() {
        running = false;
        if (isOver()) {
            return;
        }
        // The command may have been the one that ends everything.
        if (!hidden && !monitor.host().queue().isStopped()) {
            editor.showPrompt();
        }
        flush();
        if (isFinished()) {
            output().closeWhenDrained();
        } else {
            takeMore();
        }
    }

    /** Sends what was printed, unless the front end with the focus has the stream. */
    private void flush() {
        if (!hidden) {
            ByteBuffer printed = text.take();
            if (printed.hasRemaining()) {
                output().send(printed);
            }
        }
    }

    // --- any thread ---

    @Override
    protected CommandScope scope() {
        return CommandScope.ALL;
    }

    @Override
    protected void reply(Request request, Reply reply) {
        audit(request, reply.outcome());
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
    public Dialect dialect() {
        return Dialect.MODERN;
    }
}
