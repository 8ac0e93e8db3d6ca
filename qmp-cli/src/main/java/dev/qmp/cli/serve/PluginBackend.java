package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.util.Set;

/**
 * A back end from a jar: reports its failures with the name of the jar.
 *
 * <p>Thread: as {@link ChardevBackend} says.
 */
final class PluginBackend implements ChardevBackend {
    private final String jar;
    private final ChardevBackend backend;
    private final String name;
    private final Set<String> aliases;

    PluginBackend(String jar, ChardevBackend backend) {
        this.jar = jar;
        this.backend = backend;
        this.name = PluginException.call(jar, "name()", backend::name);
        this.aliases = Set.copyOf(PluginException.call(jar, "aliases()", backend::aliases));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> aliases() {
        return aliases;
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        try {
            return PluginException.call(jar, "open()", () -> backend.open(options, context));
        } catch (PluginException e) {
            throw new ChardevException(jar + ": " + e.getMessage());
        }
    }
}
