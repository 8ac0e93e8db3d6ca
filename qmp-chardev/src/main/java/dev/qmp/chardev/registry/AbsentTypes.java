package dev.qmp.chardev.registry;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of devices that every QEMU has, and this library does not. Specification: {@code chardev-absent}.
 *
 * <p>Thread: stateless.
 */
final class AbsentTypes {
    private static final String FOR_A_MACHINE = "only a virtual machine can use it";

    /** What QEMU says where a type's path is missing, and why there is no such device here. Thread: immutable. */
    private record Absence(@Nullable String withoutPath, String reason) {}

    private static final Map<String, Absence> KNOWN = Map.of(
            "serial",
            new Absence("chardev: serial/tty: no device path given", "Java cannot set the speed of a line"),
            "parallel",
            new Absence("chardev: parallel: no device path given", FOR_A_MACHINE),
            "wctablet",
            new Absence(null, FOR_A_MACHINE),
            "testdev",
            new Absence(null, FOR_A_MACHINE),
            "qemu-vdagent",
            new Absence(null, FOR_A_MACHINE));

    private AbsentTypes() {}

    /** Makes the refusal of a device whose type is not here. */
    static ChardevException refusal(ChardevOptions options) {
        Absence absence = KNOWN.get(options.type());
        if (absence == null) {
            return new ChardevException("'" + options.type() + "' is not a valid char driver name");
        }
        return new ChardevException(
                absence.withoutPath != null && !options.has("path")
                        ? absence.withoutPath
                        : "'" + options.type() + "' devices are not available here: " + absence.reason);
    }
}
