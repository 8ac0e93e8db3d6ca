package dev.qmp.cli.usage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Reads the command line of a subcommand that parses its own, which starts faster than with a general parser.
 *
 * <p>Thread: confined to one thread.
 */
public final class OptionReader {
    private final Iterator<String> rest;
    private String last = "";

    /**
     * Makes a reader.
     *
     * @param arguments the command line after the subcommand
     */
    public OptionReader(List<String> arguments) {
        rest = arguments.iterator();
    }

    /**
     * Returns whether there is another argument.
     *
     * @return true if there is
     */
    public boolean hasNext() {
        return rest.hasNext();
    }

    /**
     * Returns the next argument.
     *
     * @return the argument
     */
    public String next() {
        last = rest.next();
        return last;
    }

    /**
     * Returns the argument that {@link #next} returned last, such as the option whose argument is wanted, as typed.
     *
     * @return the argument
     */
    public String last() {
        return last;
    }

    /**
     * Returns the argument of an option.
     *
     * @param option the option that was read
     * @return its argument
     * @throws UsageException if there is none
     */
    public String argument(String option) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs an argument");
        }
        return rest.next();
    }

    /**
     * Returns the argument of an option that takes a number.
     *
     * @param option the option that was read
     * @return its argument, 0 or more
     * @throws UsageException if there is none, or it is not such a number
     */
    public int number(String option) {
        String text = argument(option);
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a negative number is.
        }
        throw new UsageException(option + ": '" + text + "' is not a non-negative integer");
    }

    /**
     * Returns the argument of an option that takes a number of bytes: a number with an optional {@code K}, {@code M} or {@code G}.
     *
     * @param option the option that was read
     * @param most the largest number
     * @return its argument, from 2 to {@code most}
     * @throws UsageException if there is none, or it is not such a number
     */
    public long size(String option, long most) {
        String text = argument(option);
        if (text.matches("[0-9]{1,12}[KMG]?")) {
            int shift = (1 + "KMG".indexOf(text.charAt(text.length() - 1))) * 10;
            long bytes = Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
            if (bytes >= 2 && bytes <= most) {
                return bytes;
            }
            throw new UsageException(option + ": '" + text + "' is not from 2 to " + most + " bytes");
        }
        throw new UsageException(option + ": '" + text + "' is not a number of bytes, such as 65536, 64K, 16M or 1G");
    }

    /**
     * Returns the file that an argument names.
     *
     * @param argument the argument
     * @return the file, which need not exist
     * @throws UsageException if no file can have such a name
     */
    public static Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new UsageException("'" + argument + "' is not a file name: " + e.getReason());
        }
    }
}
