package dev.qmp.cli.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A jar that cannot be used; the message says what it misses.
 *
 * <p>Thread: immutable.
 */
final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern MISSING_MODULE = Pattern.compile("Module (\\S+) not found, required by (\\S+)");

    PluginException(String message) {
        super(message, null, false, false);
    }

    /** Says in one line what Java found wrong. */
    static String reason(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = String.valueOf(root.getMessage()).replace('\n', ' ');
        if (root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException) {
            return "misses the class " + text.replace('/', '.');
        }
        Matcher module = MISSING_MODULE.matcher(text);
        if (module.matches()) {
            return "misses the module " + module.group(1);
        }
        return text;
    }
}
