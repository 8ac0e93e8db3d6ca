package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.SystemErrors;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.PseudoTerminals;
import dev.qmp.chardev.spi.PseudoTerminals.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Pseudo-terminals, if the program supplies {@link PseudoTerminals}.
 *
 * <p>Thread: stateless.
 */
public final class PtyBackend implements ChardevBackend {
    /** Makes the back end. */
    public PtyBackend() {}

    @Override
    public String name() {
        return "pty";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        PseudoTerminals terminals = context.service(PseudoTerminals.class)
                .orElseThrow(() -> new ChardevException("pseudo-terminals are not available on this Java"));
        try {
            PseudoTerminal terminal = terminals.open();
            Path link = null;
            try {
                link = link(options.string("link", null), terminal.path());
                if (options.fromCommandLine()) {
                    context.notices()
                            .accept("char device redirected to " + terminal.path() + " (label " + options.id() + ")");
                }
                return new PtyDevice(options, context, terminal, link);
            } catch (RuntimeException | Error e) {
                terminal.close();
                if (link != null) {
                    Files.deleteIfExists(link);
                }
                throw e;
            }
        } catch (IOException e) {
            throw new ChardevException("Failed to create PTY: " + SystemErrors.text(e));
        }
    }

    private static @Nullable Path link(@Nullable String text, String target) {
        if (text == null) {
            return null;
        }
        try {
            return Files.createSymbolicLink(Path.of(text), Path.of(target));
        } catch (IOException | InvalidPathException e) {
            throw new ChardevException("Failed to create PTY symlink: " + SystemErrors.text(e));
        }
    }
}
