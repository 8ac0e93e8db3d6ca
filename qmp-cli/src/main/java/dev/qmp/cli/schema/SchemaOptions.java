package dev.qmp.cli.schema;

import dev.qmp.cli.usage.UsageException;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.DocsMode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The options that say how a schema is to be read; the same for all subcommands that read one.
 *
 * <p>Thread: confined to one thread.
 */
public final class SchemaOptions {
    private final Set<String> names = new HashSet<>();
    private boolean noConditions;
    private DocsMode docs = DocsMode.STRICT;

    /** Makes the defaults: documentation is checked, every condition holds. */
    public SchemaOptions() {}

    /**
     * Sets {@code --docs}.
     *
     * @param mode its argument
     * @throws UsageException if there is no such mode
     */
    public void docs(String mode) {
        docs = switch (mode) {
            case "strict", "warn", "off" -> DocsMode.valueOf(mode.toUpperCase(Locale.ROOT));
            default -> throw new UsageException("--docs: '" + mode + "' is none of strict, warn, off");
        };
    }

    /**
     * Adds a name that is true, {@code -D}.
     *
     * @param name the name
     */
    public void define(String name) {
        names.add(name);
    }

    /** Lets no condition hold, {@code --no-conditions}. */
    public void noConditions() {
        noConditions = true;
    }

    /**
     * Tells whether nothing was set.
     *
     * @return whether these are the defaults
     */
    public boolean isDefault() {
        return !noConditions && names.isEmpty() && docs == DocsMode.STRICT;
    }

    /**
     * Returns what documentation comments mean.
     *
     * @return the mode
     */
    public DocsMode docs() {
        return docs;
    }

    /**
     * Returns which conditions hold.
     *
     * @return the names given; without any, all; with {@code --no-conditions}, none
     * @throws UsageException if the options contradict each other
     */
    public Configuration configuration() {
        if (noConditions && !names.isEmpty()) {
            throw new UsageException("-D and --no-conditions exclude each other");
        }
        if (noConditions) {
            return Configuration.none();
        }
        return names.isEmpty() ? Configuration.all() : Configuration.of(names);
    }

    /**
     * Takes an option if it is one of these.
     *
     * @param option the option
     * @param argument gives its argument when asked
     * @return whether it was one of these
     */
    public boolean take(String option, Supplier<@Nullable String> argument) {
        switch (option) {
            case "--docs" -> docs(required(option, argument));
            case "-D" -> define(required(option, argument));
            case "--no-conditions" -> noConditions();
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String required(String option, Supplier<@Nullable String> argument) {
        String value = argument.get();
        if (value == null) {
            throw new UsageException(option + " needs an argument");
        }
        return value;
    }
}
