package dev.qmp.cli.serve;

import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import java.util.List;

/**
 * A start that failed; the message is what to print, its first line with the option at fault.
 *
 * <p>Thread: immutable.
 */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(DeviceOption source, String message) {
        this(source, message, List.of());
    }

    StartException(DeviceOption source, String message, List<String> hints) {
        super(text(source, message, hints), null, false, false);
    }

    StartException(String option, String message) {
        super("qmp serve: " + option + ": " + message, null, false, false);
    }

    private static String text(DeviceOption source, String message, List<String> hints) {
        StringBuilder text = new StringBuilder("qmp serve: ")
                .append(source.option())
                .append(' ')
                .append(source.argument())
                .append(": ")
                .append(message);
        for (String hint : hints) {
            text.append('\n').append(hint);
        }
        return text.toString();
    }
}
