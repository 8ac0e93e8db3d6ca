package dev.qmp.cli.serve;

import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.cli.usage.ExitStatus;
import java.util.List;

/**
 * An option's argument asks for help instead of saying what to do; carries what to print and the status to end with.
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

    /** Tells whether the argument of {@code -chardev} asks for the types of devices. */
    static boolean forBackends(String argument) {
        return argument.equals("help") || argument.equals("?");
    }

    /** Makes the list of the types of devices. */
    static HelpRequest backends(List<String> names) {
        StringBuilder text = new StringBuilder("Available chardev backend types: ");
        for (String name : names) {
            text.append("\n  ").append(name);
        }
        return new HelpRequest(text.toString(), ExitStatus.DONE);
    }

    /** Makes the list of keys if it is asked for among other items. */
    static OptionString check(OptionString parsed, OptionTable table) {
        if (parsed.wantsHelp()) {
            throw new HelpRequest(table.help(), ExitStatus.FAILED);
        }
        return parsed;
    }
}
