package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A start that failed; carries the lines to print, of which the first names the option at fault.
 *
 * <p>Thread: immutable.
 */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    StartException(DeviceOption source, String message) {
        this(source, new ChardevException(message));
    }

    StartException(DeviceOption source, ChardevException cause) {
        this(lines(source, cause));
    }

    StartException(String option, String message) {
        this(List.of(Diagnostics.line(option + ": " + message)));
    }

    StartException(List<String> lines) {
        super(lines.get(0), null, false, false);
        this.lines = lines;
    }

    private static List<String> lines(DeviceOption source, ChardevException cause) {
        String prefix = Diagnostics.line(source.place() + ": ");
        List<String> lines = new ArrayList<>();
        lines.add(prefix + cause.getMessage());
        for (String line : cause.further()) {
            lines.add(prefix + line);
        }
        lines.addAll(cause.hints());
        return lines;
    }

    List<String> lines() {
        return lines;
    }
}
