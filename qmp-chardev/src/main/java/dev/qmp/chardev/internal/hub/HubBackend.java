package dev.qmp.chardev.internal.hub;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hubs over other devices ({@code chardevs.0=ID,chardevs.1=ID,...}). Specification: {@code chardev-hub}.
 *
 * <p>Thread: stateless.
 */
public final class HubBackend implements ChardevBackend {
    private static final int MOST = 4;
    private static final Set<String> JOINING = Set.of("hub", "mux");

    /** Makes the back end. */
    public HubBackend() {}

    @Override
    public String name() {
        return "hub";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        List<CharFrontend> parts = new ArrayList<>(MOST);
        try {
            for (String id = part(options, 0); id != null; id = part(options, parts.size())) {
                if (parts.size() == MOST) {
                    throw new ChardevException(
                            "hub: too many uses of chardevs '" + options.id() + "' (maximum is " + MOST + ")");
                }
                parts.add(find(id, context).attach());
            }
            if (parts.isEmpty()) {
                throw new ChardevException("hub: 'chardevs' list is not defined");
            }
            return new HubDevice(options, context, parts);
        } catch (RuntimeException | Error e) {
            parts.forEach(HubBackend::release);
            throw e;
        }
    }

    private static void release(CharFrontend part) {
        if (EventLoop.current() == null) {
            part.detach();
        } else {
            part.detachAsync();
        }
    }

    private static @Nullable String part(ChardevOptions options, int index) {
        return options.string("chardevs." + index, null);
    }

    private static Chardev find(String id, ChardevContext context) {
        Chardev part = context.find(id)
                .orElseThrow(() -> new ChardevException("hub: chardev can't be found by id '" + id + "'"));
        if (JOINING.contains(part.type())) {
            throw new ChardevException("hub: multiplexers and hub devices can't be stacked, check chardev '" + id
                    + "', chardev should not be a hub device or have 'mux=on' enabled");
        }
        return part;
    }
}
