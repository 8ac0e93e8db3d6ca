package dev.qmp.cli.usage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts I/O errors into the system's words, of which the JDK keeps some back. */
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
        if (error instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (error instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        if (error instanceof NotDirectoryException) {
            return "Not a directory";
        }
        if (error instanceof DirectoryNotEmptyException) {
            return "Directory not empty";
        }
        if (error instanceof FileSystemLoopException) {
            return "Too many levels of symbolic links";
        }
        if (error instanceof FileSystemException fault) {
            return fault.getReason() == null ? "Input/output error" : fault.getReason();
        }
        String message = error.getMessage();
        if (message == null) {
            return error.getClass().getSimpleName();
        }
        Matcher parts = PATH_AND_REASON.matcher(message);
        return error instanceof FileNotFoundException && parts.matches() ? parts.group(2) : message;
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
