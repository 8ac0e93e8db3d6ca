package dev.qmp.cli.terminal;

import dev.qmp.chardev.spi.TerminalControl;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The terminal on standard input. JLine is not loaded unless there is one.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock.
 */
public final class SystemTerminal implements TerminalControl {
    private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

    // Guarded by this.
    private @Nullable TerminalModes modes;
    private boolean examined;
    private boolean used;
    private Runnable again = () -> {};

    /** Makes the control; standard input is not examined yet. */
    public SystemTerminal() {}

    @Override
    public synchronized boolean isTerminal() {
        if (!examined) {
            examined = true;
            modes = find();
        }
        return modes != null;
    }

    private static @Nullable TerminalModes find() {
        try {
            // Excludes pipes, sockets and files with one system call, where JLine takes tens of milliseconds.
            String target = Files.readSymbolicLink(STANDARD_INPUT).toString();
            if (!target.startsWith("/dev/") || target.equals("/dev/null")) {
                return null;
            }
            return TerminalModes.ofStandardInput();
        } catch (IOException e) {
            return null;
        } catch (LinkageError | RuntimeException e) {
            System.getLogger(SystemTerminal.class.getName())
                    .log(Level.WARNING, () -> "the terminal cannot be switched to raw mode: " + e.getMessage());
            return null;
        }
    }

    @Override
    public synchronized void raw(boolean signals) {
        if (modes != null) {
            TerminalModes terminal = modes;
            if (!used) {
                used = true;
                // A stopped process that continues finds the terminal as its shell left it.
                Signals.handle("CONT", this::goOn);
                Runtime.getRuntime().addShutdownHook(new Thread(this::restore, "qmp-terminal"));
            }
            set(() -> terminal.raw(signals));
        }
    }

    @Override
    public synchronized void cooked() {
        if (modes != null) {
            set(modes::restore);
        }
    }

    @Override
    public synchronized void restore() {
        cooked();
        again = () -> {};
    }

    private synchronized void goOn() {
        again.run();
    }

    /** Applies a setting, now and whenever the process continues. */
    private void set(Runnable setting) {
        again = setting;
        setting.run();
    }
}
