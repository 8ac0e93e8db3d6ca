package dev.qmp.cli.serve;

import dev.qmp.cli.terminal.Signals;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.rights.PolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The option {@code --policy}: read at the start, and again at each SIGHUP, where a file with a fault changes nothing.
 *
 * <p>Thread: safe for use by any thread.
 */
final class PolicyFile {
    private final String option;
    private final Path file;

    PolicyFile(String name) {
        option = "--policy " + name;
        file = OptionReader.path(name);
    }

    /**
     * Reads the file.
     *
     * @throws FailedException if it cannot be read or is not a policy; the message says where
     */
    Policy read() {
        try {
            return Policy.parse(option, Files.readAllBytes(file));
        } catch (PolicyException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new FailedException(option + ": " + IoErrors.reason(e));
        }
    }

    /** Has SIGHUP read the file again, instead of ending the process. */
    void readAgainOnHangUp(Consumer<Policy> taker, Runnable others) {
        Signals.handle("HUP", () -> {
            others.run();
            try {
                taker.accept(read());
                Diagnostics.print(option + ": read again");
            } catch (FailedException e) {
                Diagnostics.print(e.getMessage() + "; the policy read before stays in force");
            }
        });
    }
}
