package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.dispatch.spi.ProviderException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A jar that cannot be used; the message says in one line what it misses or does wrong.
 *
 * <p>Thread: immutable.
 */
final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern MISSING_MODULE = Pattern.compile("Module (\\S+) not found, required by (\\S+)");
    private static final Pattern MISSING_PROVIDER = Pattern.compile("Provider class (\\S+) not in module");

    private final String jar;

    PluginException(String jar, String message) {
        super(message, null, false, false);
        this.jar = jar;
    }

    String jar() {
        return jar;
    }

    /**
     * Does something that runs a jar's code.
     *
     * @param call what is called, such as {@code schema()}; empty for what is no call
     * @return what the call returned
     * @throws PluginException if it throws anything but what refuses a device, or returns null
     */
    static <T> T told(String jar, String call, Supplier<? extends @Nullable T> step) {
        @Nullable T result;
        try {
            result = step.get();
        } catch (PluginException | ChardevException | OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new PluginException(jar, reason(call, e));
        }
        if (result == null) {
            throw new PluginException(jar, call + " returns null");
        }
        return result;
    }

    private static String reason(String call, Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = String.valueOf(root.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        if (root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException) {
            return "misses the class " + text.replace('/', '.');
        }
        if (root instanceof AccessDeniedException) {
            return "cannot be read: permission denied";
        }
        if (root instanceof NoSuchFileException) {
            return "cannot be read: no such file";
        }
        Matcher module = MISSING_MODULE.matcher(text);
        if (module.matches()) {
            return "misses the module " + module.group(1);
        }
        Matcher provider = MISSING_PROVIDER.matcher(text);
        if (provider.matches()) {
            return "misses the class " + provider.group(1);
        }
        if (call.isEmpty() && (root == fault || !(fault instanceof ServiceConfigurationError))) {
            return text;
        }
        String kind = root instanceof ProviderException || root instanceof IllegalStateException
                ? ""
                : root.getClass().getName() + ": ";
        return (call.isEmpty() ? "cannot be loaded: " : call + " fails: ") + kind + text;
    }
}
