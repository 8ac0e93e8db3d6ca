package dev.qmp.cli.commandline;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
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
     * Returns whether a flag is given.
     *
     * @param option its name
     * @return true if it is
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
     * Returns the arguments of an option that may be repeated.
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
     * Returns an option's argument, a JSON object: itself, or {@code @FILE} with it in a file, or {@code -} with it on standard input.
     *
     * @param option its name
     * @return the object, or null if the option is not given
     * @throws UsageException if it is not a JSON object
     * @throws FailedException if the file or the input cannot be read, or has no JSON object; what is in it is not shown
     */
    public @Nullable JsonObject object(String option) {
        String text = text(option);
        if (text == null) {
            return null;
        }
        boolean isFile = text.startsWith("@");
        if (isFile || text.equals("-")) {
            String name = isFile ? text.substring(1) : "standard input";
            try {
                byte[] bytes = isFile ? Files.readAllBytes(OptionReader.path(name)) : System.in.readAllBytes();
                if (JsonText.parse(bytes) instanceof JsonObject object) {
                    return object;
                }
            } catch (IOException e) {
                throw new FailedException(name + ": " + IoErrors.reason(e));
            } catch (JsonParseException e) {
                throw new FailedException(name + ": " + e.getMessage());
            }
            throw new FailedException(name + ": not a JSON object");
        }
        try {
            if (JsonText.parse(text) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
        throw new UsageException(option + ": '" + text + "' is not a JSON object");
    }

    /**
     * Returns an option's argument, a positive integer.
     *
     * @param option its name
     * @return the number, if the option is given
     * @throws UsageException if it is not a positive integer
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
            // Refused below, as zero is.
        }
        throw new UsageException(option + ": '" + text + "' is not a positive integer");
    }

    /**
     * Returns an option's argument, a number of seconds.
     *
     * @param option its name
     * @param otherwise the default
     * @return a time of at least a millisecond, in whole milliseconds
     * @throws UsageException if it is not a number of seconds from 0.001 to 1e9
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
            // Refused below, as a number out of range is.
        }
        throw new UsageException(option + ": '" + text + "' is not a number of seconds");
    }

    /**
     * Returns a positional argument.
     *
     * @param index its index, from 0; it must be one that the description requires
     * @return the argument
     */
    public String argument(int index) {
        return parsed.matchedPositionalValue(index, "");
    }

    /**
     * Returns the positional arguments from an index on.
     *
     * @param index the first index
     * @return the arguments, possibly none
     */
    public List<String> argumentsFrom(int index) {
        return List.copyOf(parsed.matchedPositionalValue(index, List.<String>of()));
    }
}
