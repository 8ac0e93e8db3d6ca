package dev.qmp.chardev.registry;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.device.Device;
import dev.qmp.chardev.internal.device.LogFile;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.DeviceGuard;
import java.util.function.Function;

/**
 * Opens devices: finds the back end, the log file, and the multiplexer that {@code mux=on} asks for.
 *
 * <p>Thread: any.
 */
final class DeviceOpener {
    private final DeviceTable table;
    private final BackendTable backends;
    private final ChardevContext context;

    DeviceOpener(DeviceTable table, BackendTable backends, ChardevContext context) {
        this.table = table;
        this.backends = backends;
        this.context = context;
    }

    /** Opens and publishes a device whose id is reserved; with {@code mux=on} two, the multiplexer and its base. */
    Device open(ChardevOptions options, Function<String, ChardevException> clash) {
        String id = options.id();
        if (!options.bool("mux", false) || options.type().equals("mux")) {
            return publish(id, create(options));
        }
        String base = id + "-base";
        table.reserve(base, clash);
        try {
            Device below = publish(base, create(options.as(base, options.type())));
            try {
                OptionString over = OptionString.of("id", id, "backend", "mux", "chardev", base);
                return publish(id, create(new ChardevOptions(id, "mux", over, options.origin())));
            } catch (RuntimeException | Error e) {
                table.withdraw(base, below);
                below.closeAsync();
                throw e;
            }
        } finally {
            table.release(base);
        }
    }

    /** Opens a device that nobody can find yet. */
    Device create(ChardevOptions options) {
        ChardevBackend backend = backends.find(options.type());
        if (backend == null || !context.level().knows(options.type())) {
            throw AbsentTypes.refusal(options);
        }
        if (!options.fromCommandLine()) {
            context.service(DeviceGuard.class).ifPresent(guard -> guard.check(options));
        }
        LogFile log = LogFile.open(options, context);
        try {
            Device device = Device.of(backend.open(options, context).handle());
            if (log != null) {
                device.recordTo(log);
            }
            return device;
        } catch (RuntimeException | Error e) {
            if (log != null) {
                log.close();
            }
            throw e;
        }
    }

    /** Makes a device known, unless all devices are closed; then it is closed, too. */
    Device publish(String id, Device device) {
        if (table.publish(id, device)) {
            return device;
        }
        device.closeAsync();
        throw new ChardevException("all devices are closed");
    }

    static ChardevException taken(String id) {
        return new ChardevException("Chardev with id '" + id + "' already exists");
    }

    static ChardevException failedToAdd(String id, ChardevException cause) {
        return new ChardevException("Failed to add chardev '" + id + "': " + cause.getMessage(), cause.hints());
    }
}
