package dev.qmp.cli.schema;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The options that control how a schema is read, shared by the subcommands that read one.
 *
 * <p>Thread: confined to one thread.
 */
public final class SchemaOptions {
    private final Set<String> names = new HashSet<>();
    private boolean noConditions;
    private DocsMode docs = DocsMode.STRICT;

    /** Makes the defaults: documentation is checked, and every condition is true. */
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
            default -> throw new UsageException("--docs: '" + mode + "' is not one of strict, warn, off");
        };
    }

    /**
     * Defines a name, {@code -D}.
     *
     * @param name the name
     */
    public void define(String name) {
        names.add(name);
    }

    /** Makes every condition false, {@code --no-conditions}. */
    public void noConditions() {
        noConditions = true;
    }

    /**
     * Returns whether nothing was set.
     *
     * @return true if these are the defaults
     */
    public boolean isDefault() {
        return !noConditions && names.isEmpty() && docs == DocsMode.STRICT;
    }

    /**
     * Returns how documentation comments are treated.
     *
     * @return the mode
     */
    public DocsMode docs() {
        return docs;
    }

    /**
     * Returns which conditions are true.
     *
     * @return those of the defined names; all of them if no name is defined; none with {@code --no-conditions}
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

    /** Compiles a schema that is to be used, and prints the findings on standard error. */
    CheckResult compile(SchemaSource source) {
        return check(compiler(docs), source, false);
    }

    /** Checks a schema for its author, its style included, and prints the findings on standard error. */
    CheckResult check(SchemaSource source, boolean allErrors) {
        return check(compiler(docs).withStyleWarnings(), source, allErrors);
    }

    private CheckResult check(SchemaCompiler compiler, SchemaSource source, boolean allErrors) {
        CheckResult result = compiler.check(List.of(source), allErrors);
        System.err.print(result.format());
        String hint = result.isGood() ? "" : hint(source);
        if (!hint.isEmpty()) {
            ErrorLine.print("qmp schema: " + hint);
        }
        return result;
    }

    private SchemaCompiler compiler(DocsMode mode) {
        return SchemaCompiler.create().withDocs(mode).withConfiguration(configuration());
    }

    /**
     * Returns a hint for a schema that may have been refused for its documentation alone.
     *
     * @param source the schema
     * @return one line if {@code --docs} would help; else nothing
     */
    public String hint(SchemaSource source) {
        boolean helps = docs == DocsMode.STRICT
                && !compiler(DocsMode.STRICT).check(List.of(source), false).isGood()
                && compiler(DocsMode.OFF).check(List.of(source), false).isGood();
        return helps
                ? source.name()
                        + ": only the documentation is wrong: '--docs off' ignores it, '--docs warn' goes on with warnings"
                : "";
    }

    /**
     * Takes an option if it is one of these.
     *
     * @param option the option that was read
     * @param rest what follows it
     * @return true if it was one of these
     */
    public boolean take(String option, OptionReader rest) {
        switch (option) {
            case "--docs" -> docs(rest.argument(option));
            case "-D" -> define(rest.argument(option));
            case "--no-conditions" -> noConditions();
            default -> {
                return false;
            }
        }
        return true;
    }
}
