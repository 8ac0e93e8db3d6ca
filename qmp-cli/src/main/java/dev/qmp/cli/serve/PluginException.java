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
 * A jar that cannot be used; the message is one line about what is missing or wrong.
 *
 * <p>Thread: immutable.
 */
final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern MISSING_MODULE = Pattern.compile("Module (\\S+) not found, required by (\\S+)");
    private static final Pattern MISSING_PROVIDER =
            Pattern.compile("Provider class (\\S+) not in (?:module|JAR file .*)");

    private final String jar;

    PluginException(String jar, String message) {
        super(message, null, false, false);
        this.jar = jar;
    }

    String jar() {
        return jar;
    }

    /**
     * Calls something of a jar.
     *
     * @param jar the jar
     * @param call what is called, such as {@code schema()}; empty for what is not a call
     * @param step the call
     * @return what it returns
     * @throws PluginException if it throws anything but what refuses a device, or returns null
     */
    static <T> T call(String jar, String call, Supplier<? extends @Nullable T> step) {
        @Nullable T result;
        try {
            result = step.get();
        } catch (RuntimeException | Error e) {
            throw blame(jar, call, e);
        }
        if (result == null) {
            throw new PluginException(jar, call + " returns null");
        }
        return result;
    }

    /**
     * Calls something of a jar that returns nothing.
     *
     * @param jar the jar
     * @param call what is called
     * @param step the call
     * @throws PluginException as for {@link #call}
     */
    static void run(String jar, String call, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            throw blame(jar, call, e);
        }
    }

    /** Returns a fault as the jar's; throws it as it is if it needs no explanation or is not the jar's. */
    private static PluginException blame(String jar, String call, Throwable fault) {
        if (fault instanceof ChardevException refusal) {
            throw refusal;
        }
        if (fault instanceof OutOfMemoryError shortage) {
            throw shortage;
        }
        return fault instanceof PluginException known ? known : new PluginException(jar, reason(call, fault));
    }

    private static String reason(String call, Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = String.valueOf(root.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        if (root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException) {
            return "needs the class " + text.replace('/', '.');
        }
        if (root instanceof AccessDeniedException) {
            return "cannot be read: permission denied";
        }
        if (root instanceof NoSuchFileException) {
            return "cannot be read: no such file";
        }
        Matcher module = MISSING_MODULE.matcher(text);
        if (module.matches()) {
            return "needs the module " + module.group(1);
        }
        Matcher provider = MISSING_PROVIDER.matcher(text);
        if (provider.matches()) {
            return "needs the class " + provider.group(1);
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
