package dev.qmp.chardev.registry;

import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.device.Device;
import dev.qmp.chardev.internal.device.Frontend;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.DeviceLevel;
import java.util.concurrent.CompletionStage;

/**
 * Exchanges a device for another one of the same id. Specification: {@code chardev-change}.
 *
 * <p>Thread: any.
 */
final class DeviceExchange {
    private final DeviceOpener opener;
    private final DeviceLevel level;

    DeviceExchange(DeviceOpener opener, DeviceLevel level) {
        this.opener = opener;
        this.level = level;
    }

    /** Says whether devices of a type work on other devices. */
    private static boolean joins(String type) {
        return type.equals("mux") || type.equals("hub");
    }

    /** Opens the new device and lets the front end, if there is one, decide; the caller has reserved the id. */
    CompletionStage<Chardev> run(Device old, ChardevOptions options) {
        String id = options.id();
        Frontend nobody = new Frontend(old);
        if (joins(old.type()) || (joins(options.type()) && old.isBusy())) {
            throw new ChardevException(level.notExchanged());
        }
        if (old.frontend().take(nobody)) {
            return replaceUnused(old, nobody, options);
        }
        Frontend user = old.frontend().user();
        CharHandlers handlers = user == null ? null : user.handlers();
        if (user == null || handlers == null || !handlers.supportsBackendChange()) {
            throw new ChardevException("Chardev user does not support chardev hotswap");
        }
        Device next = opener.create(options);
        return new HotSwap(user, handlers, old, next).run().thenApply(done -> {
            opener.publish(id, next);
            return next;
        });
    }

    private CompletionStage<Chardev> replaceUnused(Device old, Frontend nobody, ChardevOptions options) {
        String id = options.id();
        try {
            if (options.type().equals("mux") && id.equals(options.string("chardev", null))) {
                throw new ChardevException("mux: base chardev " + id + " not found");
            }
            Chardev next = opener.open(options, DeviceOpener::taken);
            return old.closeAsync().handle((closed, failure) -> next); // a failure has been reported
        } catch (ChardevException e) {
            old.frontend().release(nobody);
            throw DeviceOpener.failedToAdd(id, e);
        } catch (RuntimeException | Error e) {
            old.frontend().release(nobody);
            throw e;
        }
    }
}
