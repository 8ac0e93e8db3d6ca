package dev.qmp.cli.serve;

import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.monitor.spi.VersionInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The argument of an option asks for help; carries the text to print and the exit status.
 *
 * <p>Thread: immutable.
 */
final class HelpRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private HelpRequest(String text, int status) {
        super(text, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Returns whether a value is a question for the values that there are. */
    static boolean isHelp(@Nullable String value) {
        return "help".equals(value) || "?".equals(value);
    }

    /** Makes the list of device types. */
    static HelpRequest backends(List<String> names) {
        StringBuilder text = new StringBuilder("Available chardev backend types: ");
        for (String name : names) {
            text.append("\n  ").append(name);
        }
        return new HelpRequest(text.toString(), ExitStatus.DONE);
    }

    /** Makes the text of {@code -version}, whose first line programs parse. */
    static HelpRequest version(VersionInfo version) {
        return new HelpRequest(
                "QEMU emulator version " + version.major() + "." + version.minor() + "." + version.micro() + " ("
                        + version.packageName() + ")",
                ExitStatus.DONE);
    }

    /** Makes the list of the types of objects. */
    static HelpRequest objects(List<String> types) {
        return new HelpRequest("List of user creatable objects:\n  " + String.join("\n  ", types), ExitStatus.DONE);
    }

    /** Throws the list of keys if one of the items asks for help. */
    static OptionString check(OptionString parsed, OptionTable table) {
        if (parsed.wantsHelp()) {
            throw new HelpRequest(table.help(), ExitStatus.FAILED);
        }
        return parsed;
    }
}
