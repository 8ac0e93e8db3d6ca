package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.StandardStreams;
import dev.qmp.chardev.spi.TerminalControl;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The device on standard input and output. A terminal is raw, unless its front end asks for echo; it is restored at the end.
 *
 * <p>Thread: confined to the loop, except writing.
 */
final class StdioDevice extends StreamDevice {
    private final Runnable onClose;
    private final boolean signals;
    private final @Nullable TerminalControl terminal;

    StdioDevice(ChardevOptions options, ChardevContext context, StandardStreams streams, Runnable onClose) {
        super(options, context);
        this.onClose = onClose;
        this.signals = options.bool("signal", true);
        TerminalControl control = context.service(TerminalControl.class).orElse(null);
        this.terminal = control != null && control.isTerminal() ? control : null;
        InputStream in = streams.in();
        OutputStream out = streams.out();
        if (terminal != null) {
            terminal.raw(signals);
        }
        begin(in::read, (bytes, offset, length) -> {
            out.write(bytes, offset, length);
            out.flush();
        });
    }

    @Override
    public void echoInLoop(boolean on) {
        TerminalControl control = terminal;
        if (control != null) {
            if (on) {
                control.cooked();
            } else {
                control.raw(signals);
            }
        }
    }

    @Override
    void closeStreams() {
        TerminalControl control = terminal;
        if (control != null) {
            control.restore();
        }
        onClose.run();
    }
}
