package dev.qmp.cli.usage;

import dev.qmp.chardev.internal.system.SystemErrors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts for I/O errors: the system's, and the file's name where the JDK keeps it. */
public final class IoErrors {
    /** How {@code java.io} says what {@code java.nio.file} has in fields. */
    private static final Pattern PATH_AND_REASON = Pattern.compile("(.*) \\(([^()]*)\\)", Pattern.DOTALL);

    private IoErrors() {}

    /**
     * Says why something failed.
     *
     * @param error what the JDK threw
     * @return such as {@code Permission denied}, as the C library prints it where the JDK lets that through
     */
    public static String reason(IOException error) {
        Matcher parts = PATH_AND_REASON.matcher(String.valueOf(error.getMessage()));
        return error instanceof FileNotFoundException && parts.matches() ? parts.group(2) : SystemErrors.text(error);
    }

    /**
     * Says what failed, and why.
     *
     * @param error what the JDK threw
     * @return the reason, after the file's name if the error has one: {@code out/x: Permission denied}
     */
    public static String line(IOException error) {
        String reason = reason(error);
        if (error instanceof FileSystemException fault && fault.getFile() != null) {
            return fault.getFile() + ": " + reason;
        }
        Matcher parts = PATH_AND_REASON.matcher(String.valueOf(error.getMessage()));
        return error instanceof FileNotFoundException && parts.matches() ? parts.group(1) + ": " + reason : reason;
    }
}
