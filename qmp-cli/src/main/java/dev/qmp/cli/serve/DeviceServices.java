package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevRegistry;
import dev.qmp.chardev.MuxActions;
import dev.qmp.chardev.PseudoTerminals;
import dev.qmp.chardev.TerminalControl;
import dev.qmp.chardev.TlsCredentialsLookup;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.cli.terminal.SystemPseudoTerminals;
import dev.qmp.cli.terminal.SystemTerminal;
import org.jspecify.annotations.Nullable;

/**
 * What devices get from the program around them: objects, the terminal, the escape character, and a way to tell the operator.
 *
 * <p>Thread: safe for use by any thread after {@link #onTerminate}.
 */
final class DeviceServices implements MuxActions {
    private static final String REDIRECTED = "char device redirected ";

    private final ServeObjects objects = new ServeObjects();
    private final int escape;
    private volatile @Nullable DeviceOption opening;
    private volatile Runnable terminate = () -> {};

    DeviceServices(ServeOptions options) {
        escape = options.escape();
        options.objects().forEach(objects::add);
    }

    void provide(ChardevRegistry.Builder devices) {
        devices.notices(this::tell)
                .service(MuxActions.class, this)
                .service(PseudoTerminals.class, new SystemPseudoTerminals())
                .service(TerminalControl.class, new SystemTerminal())
                .service(TlsCredentialsLookup.class, objects);
    }

    /** Says which option is at work, so that lines for the operator can name it; null for none. */
    void opening(@Nullable DeviceOption option) {
        opening = option;
    }

    /** Sets what ends the program. */
    void onTerminate(Runnable action) {
        terminate = action;
    }

    private void tell(String line) {
        DeviceOption option = opening;
        if (line.startsWith(REDIRECTED)) {
            System.out.println(line);
            System.out.flush();
        } else if (option == null) {
            System.err.println("qmp serve: " + line);
        } else {
            System.err.println("qmp serve: " + option.option() + " " + option.argument() + ": " + line);
        }
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
