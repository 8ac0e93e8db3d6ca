package dev.qmp.chardev.internal.mux;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.MuxActions;

/**
 * Multiplexers over another device ({@code chardev=ID}).
 *
 * <p>Thread: stateless.
 */
public final class MuxBackend implements ChardevBackend {
    private static final MuxActions NO_ACTIONS = () -> {};

    /** Makes the back end. */
    public MuxBackend() {}

    @Override
    public String name() {
        return "mux";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        String base = options.require("chardev", "chardev: mux: no chardev given");
        Chardev device =
                context.find(base).orElseThrow(() -> new ChardevException("mux: base chardev " + base + " not found"));
        CharFrontend user = device.attach();
        try {
            return new MuxDevice(
                    options, context, user, context.service(MuxActions.class).orElse(NO_ACTIONS));
        } catch (RuntimeException | Error e) {
            user.detachAsync();
            throw e;
        }
    }
}
