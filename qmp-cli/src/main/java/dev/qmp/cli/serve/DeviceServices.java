package dev.qmp.cli.serve;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.registry.ChardevRegistryBuilder;
import dev.qmp.chardev.spi.DescriptorLookup;
import dev.qmp.chardev.spi.DeviceGuard;
import dev.qmp.chardev.spi.MuxActions;
import dev.qmp.chardev.spi.PseudoTerminals;
import dev.qmp.chardev.spi.TerminalControl;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.cli.machine.FdSets;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.cli.terminal.Signals;
import dev.qmp.cli.terminal.SystemPseudoTerminals;
import dev.qmp.cli.terminal.SystemTerminal;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.cli.usage.Printable;
import dev.qmp.dispatch.CurrentMonitor;
import dev.qmp.monitor.spi.NamedDescriptors;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What devices get from the program: objects, descriptors, the terminal, the escape character, and a place for notices to the operator.
 *
 * <p>Thread: safe for use by any thread after {@link #onTerminate}.
 */
final class DeviceServices implements MuxActions, DescriptorLookup {
    private static final String REDIRECTED = "char device redirected ";

    /** The kind of notices that repeat, such as that a server could not be reached. */
    private static final String REPEATED = "notice";

    /** Does not wait for its reader, because event loops open devices too. */
    private static final class StandardOutput {
        static final LineWriter LINES = new LineWriter("qmp-stdout", new FileOutputStream(FileDescriptor.out));
    }

    private final SystemTerminal terminal = new SystemTerminal();
    private final Restriction restriction;
    private final ServeObjects objects;
    private final int escape;
    private final FdSets fdSets;
    private volatile @Nullable DeviceOption opening;
    private volatile Runnable terminate = () -> {};

    DeviceServices(ServeOptions options) {
        escape = options.escape();
        restriction = options.restriction();
        fdSets = options.qemu().fdSets();
        objects = new ServeObjects(options.qemu());
        options.objects().forEach(objects::add);
    }

    void provide(ChardevRegistryBuilder devices) {
        devices.notices(this::notice)
                .service(MuxActions.class, this)
                .service(PseudoTerminals.class, new SystemPseudoTerminals())
                .service(TerminalControl.class, terminal)
                .service(DescriptorLookup.class, this)
                .service(DeviceGuard.class, restriction)
                .service(TlsCredentialsLookup.class, objects);
    }

    /** Sets the option whose device is being opened, for the prefix of notices; null for none. */
    void opening(@Nullable DeviceOption option) {
        opening = option;
    }

    /** Sets the action that ends the program. */
    void onTerminate(Runnable action) {
        terminate = action;
    }

    /** Has SIGHUP read TLS credentials again, if there are any; otherwise it ends the program as ever. */
    void handleHangUp() {
        if (objects.hasFiles()) {
            Signals.handle("HUP", objects::reload);
        }
    }

    /** Does what SIGHUP asks for, if it is handled elsewhere. */
    void hungUp() {
        if (objects.hasFiles()) {
            objects.reload();
        }
    }

    /** Restores the terminal's original modes. */
    void restoreTerminal() {
        terminal.restore();
    }

    private void notice(String line) {
        DeviceOption option = opening;
        if (line.startsWith(REDIRECTED)) {
            StandardOutput.LINES.add(Printable.line(line));
        } else if (option == null) {
            String text = Printable.line(Diagnostics.line(line));
            ErrorLine.writer().add(text, REPEATED);
        } else {
            Diagnostics.print(option.place() + ": " + line);
        }
    }

    @Override
    public @Nullable OpenDescriptor takeNamed(String name) {
        return CurrentMonitor.get()
                .map(monitor -> NamedDescriptors.of(monitor).take(name))
                .orElse(null);
    }

    @Override
    public int inSet(long set, int access) throws IOException {
        return fdSets.find(set, access);
    }

    @Override
    public int escape() {
        return escape;
    }

    @Override
    public void terminate() {
        terminate.run();
    }
}
