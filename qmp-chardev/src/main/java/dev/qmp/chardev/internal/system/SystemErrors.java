package dev.qmp.chardev.internal.system;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/**
 * The system's texts for failed calls, from the JDK's exceptions.
 *
 * <p>Thread: stateless.
 */
public final class SystemErrors {
    private SystemErrors() {}

    /**
     * The system's text.
     *
     * @param failure what the JDK threw
     * @return the text of the error number as the C library prints it, as far as the JDK lets it through
     */
    public static String text(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        if (failure instanceof NotDirectoryException) {
            return "Not a directory";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "Directory not empty";
        }
        if (failure instanceof FileSystemLoopException) {
            return "Too many levels of symbolic links";
        }
        if (failure instanceof FileSystemException system) {
            return Objects.requireNonNullElse(system.getReason(), "Input/output error");
        }
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        if (failure instanceof BindException && message.startsWith("Address already in use")) {
            return "Address already in use";
        }
        return message;
    }
}
