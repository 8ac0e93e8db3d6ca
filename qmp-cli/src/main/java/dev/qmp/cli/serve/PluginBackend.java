package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.util.Set;

/**
 * A back end out of a jar: what goes wrong in it is told with the jar's name.
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
        this.name = PluginException.told(jar, "name()", backend::name);
        this.aliases = Set.copyOf(PluginException.told(jar, "aliases()", backend::aliases));
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
            return PluginException.told(jar, "open()", () -> backend.open(options, context));
        } catch (PluginException e) {
            throw new ChardevException(jar + ": " + e.getMessage());
        }
    }
}
