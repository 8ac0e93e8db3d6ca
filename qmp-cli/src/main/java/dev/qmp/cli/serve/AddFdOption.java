package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.cli.machine.FdSets;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import java.io.IOException;
import java.util.Optional;

/** The option {@code -add-fd}. */
final class AddFdOption {
    private static final OptionTable ADD_FD = OptionTable.of("add-fd", null)
            .with(OptionTable.Type.NUMBER, "fd", "set")
            .with(OptionTable.Type.STRING, "opaque");

    /** The flag of descriptors that a program opened for itself, in {@code /proc/self/fdinfo}. */
    private static final int CLOSE_ON_EXEC = 02000000;

    private AddFdOption() {}

    /** Adds the descriptor of an argument such as {@code fd=5,set=1}. */
    static void add(DeviceOption source, FdSets sets) {
        try {
            OptionString options = source.parse(ADD_FD);
            long descriptor = options.number("fd", -1);
            if (descriptor < 0) {
                throw new ChardevException("fd option is required and must be non-negative");
            }
            if (descriptor <= 2) {
                throw new ChardevException("fd cannot be a standard I/O stream");
            }
            if (!isInherited(descriptor)) {
                throw new ChardevException("fd is not valid or already in use");
            }
            long set = options.number("set", -1);
            if (set < 0) {
                throw new ChardevException("set option is required and must be non-negative");
            }
            sets.add(set, descriptor, Optional.ofNullable(options.get("opaque")));
        } catch (ChardevException e) {
            throw new StartException(source, e);
        }
    }

    private static boolean isInherited(long descriptor) {
        try {
            return (FdSets.flags(descriptor) & CLOSE_ON_EXEC) == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
