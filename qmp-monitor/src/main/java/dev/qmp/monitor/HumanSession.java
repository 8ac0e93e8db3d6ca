package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.monitor.internal.human.HumanCommands;
import dev.qmp.monitor.internal.human.LineEditor;
import dev.qmp.monitor.internal.human.Outcome;
import dev.qmp.monitor.internal.human.TerminalText;
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

    /** What a line takes while it waits, about, in bytes. */
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
     * @param before the place of the monitor's session before this one, or null
     * @param hidden whether another front end has the focus of the multiplexer
     */
    HumanSession(HumanMonitor monitor, CharConnection connection, InBandQueue.@Nullable Lane before, boolean hidden) {
        super(monitor, connection, before, SessionMode.COMMAND);
        this.monitor = monitor;
        this.hidden = hidden;
        this.editor = new LineEditor(PROMPT, monitor.history(), monitor.completer(), text);
    }

    // --- the dispatcher's loop ---

    @Override
    void greet() {
        VersionInfo version = monitor.host().version();
        text.print("QEMU " + version.major() + "." + version.minor() + "." + version.micro()
                + " monitor - type 'help' for more information\n");
        if (!hidden) {
            editor.showPrompt();
        }
        flush();
    }

    @Override
    boolean isReadable() {
        return !running && !hidden && super.isReadable();
    }

    /** Takes bytes until they are used up or a command runs. */
    @Override
    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && isReadable() && !isOver()) {
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
            countRequest();
            enqueue(call.request(), REQUEST_SIZE);
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

    @Override
    boolean isIdle() {
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
        if (!closeIfInputEnded()) {
            takeMore();
        }
    }

    /** Sends what was printed, unless the front end with the focus has the stream. */
    private void flush() {
        if (!hidden) {
            ByteBuffer printed = text.take();
            if (printed.hasRemaining()) {
                sendBytes(printed);
            }
        }
    }

    // --- any thread ---

    @Override
    CommandScope scope() {
        return CommandScope.ALL;
    }

    @Override
    void reply(Request request, Reply reply) {
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
