package dev.qmp.cli.terminal;

import dev.qmp.chardev.spi.PseudoTerminals;
import java.io.IOException;

/**
 * Pseudo-terminals of Linux. JLine is not loaded before the first one is opened.
 *
 * <p>Thread: stateless.
 */
public final class SystemPseudoTerminals implements PseudoTerminals {
    /** Makes the factory. */
    public SystemPseudoTerminals() {}

    @Override
    public PseudoTerminal open() throws IOException {
        try {
            return PtyMaster.open();
        } catch (LinkageError | RuntimeException e) {
            throw new IOException("pseudo-terminals are not available on this Java: " + e.getMessage(), e);
        }
    }
}
