package dev.qmp.cli.commandline;

import dev.qmp.cli.usage.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * The parsed arguments of a subcommand.
 *
 * <p>Thread: confined to one thread.
 */
public final class Arguments {
    private final ParseResult parsed;

    Arguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    /**
     * Tells whether a flag is given.
     *
     * @param option its name
     * @return whether it is
     */
    public boolean flag(String option) {
        return parsed.hasMatchedOption(option);
    }

    /**
     * Returns an option's argument.
     *
     * @param option its name
     * @return the argument, or null if the option is not given
     */
    public @Nullable String text(String option) {
        return parsed.matchedOptionValue(option, (@Nullable String) null);
    }

    /**
     * Returns the arguments of an option that may be given several times.
     *
     * @param option its name
     * @return the arguments in order
     */
    public List<String> texts(String option) {
        return List.copyOf(parsed.matchedOptionValue(option, List.<String>of()));
    }

    /**
     * Returns an option's argument, the name of a file.
     *
     * @param option its name
     * @return the file, or null if the option is not given
     */
    public @Nullable Path path(String option) {
        return parsed.matchedOptionValue(option, (@Nullable Path) null);
    }

    /**
     * Returns an option's argument, a whole number above zero.
     *
     * @param option its name
     * @return the number, if the option is given
     * @throws UsageException if it is no such number
     */
    public OptionalLong number(String option) {
        String text = text(option);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text);
            if (value > 0) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new UsageException(option + ": '" + text + "' is no whole number above 0");
    }

    /**
     * Returns an option's argument, a time in seconds.
     *
     * @param option its name
     * @param otherwise what holds if the option is not given
     * @return more than zero, to the millisecond
     * @throws UsageException if it is no such time
     */
    public Duration seconds(String option, Duration otherwise) {
        String text = text(option);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= 0.001 && value <= 1e9) {
                return Duration.ofMillis((long) (value * 1000));
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new UsageException(option + ": '" + text + "' is no time in seconds");
    }

    /**
     * Returns an argument by its place.
     *
     * @param index its place, from 0 on; one that the description requires
     * @return the argument
     */
    public String argument(int index) {
        return parsed.matchedPositionalValue(index, "");
    }

    /**
     * Returns the arguments from a place on.
     *
     * @param index the place
     * @return the arguments, maybe none
     */
    public List<String> argumentsFrom(int index) {
        return List.copyOf(parsed.matchedPositionalValue(index, List.<String>of()));
    }
}
