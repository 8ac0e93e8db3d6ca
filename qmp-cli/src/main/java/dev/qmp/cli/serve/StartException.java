package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;

/**
 * A start that failed; the message is what to print, its first line with the option at fault.
 *
 * <p>Thread: immutable.
 */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(DeviceOption source, String message) {
        this(source, new ChardevException(message));
    }

    StartException(DeviceOption source, ChardevException cause) {
        super(text(source, cause), null, false, false);
    }

    StartException(String option, String message) {
        super("qmp serve: " + option + ": " + message, null, false, false);
    }

    private static String text(DeviceOption source, ChardevException cause) {
        String prefix = "qmp serve: " + source.option() + " " + source.argument() + ": ";
        StringBuilder text = new StringBuilder(prefix).append(cause.getMessage());
        for (String line : cause.further()) {
            text.append('\n').append(prefix).append(line);
        }
        for (String hint : cause.hints()) {
            text.append('\n').append(hint);
        }
        return text.toString();
    }
}
