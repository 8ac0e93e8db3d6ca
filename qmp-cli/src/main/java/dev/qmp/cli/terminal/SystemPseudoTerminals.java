package dev.qmp.cli.terminal;

import dev.qmp.chardev.spi.PseudoTerminals;
import java.io.IOException;

/**
 * Pseudo-terminals of Linux. Nothing of JLine is loaded before the first one is made.
 *
 * <p>Thread: stateless.
 */
public final class SystemPseudoTerminals implements PseudoTerminals {
    /** Makes the maker. */
    public SystemPseudoTerminals() {}

    @Override
    public PseudoTerminal open() throws IOException {
        try {
            return NearSide.open();
        } catch (LinkageError | RuntimeException e) {
            throw new IOException("pseudo-terminals are not available on this Java: " + e.getMessage(), e);
        }
    }
}
