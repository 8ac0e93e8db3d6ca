package dev.qmp.cli.machine;

import dev.qmp.dispatch.spi.CommandException;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code -incoming}: the machine waits for a migration at an address. A service for {@link MachineProvider}.
 *
 * <p>Thread: confined to the thread that starts the server.
 */
public final class IncomingOption {
    private final String uri;
    private @Nullable IncomingMigration migration;

    /**
     * Makes the option.
     *
     * @param uri {@code tcp:HOST:PORT}, {@code unix:PATH}, {@code vsock:CID:PORT}, or {@code defer} to wait for {@code migrate-incoming}
     */
    public IncomingOption(String uri) {
        this.uri = uri;
    }

    void bind(IncomingMigration machine) {
        migration = machine;
    }

    /**
     * Starts to listen, unless that is deferred.
     *
     * @throws CommandException if it cannot listen
     */
    public void start() {
        if (migration != null && !uri.equals("defer")) {
            migration.start(() -> IncomingUri.parse(uri), false);
        }
    }
}
