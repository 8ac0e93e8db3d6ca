package dev.qmp.chardev.internal.pem;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A PEM file does not contain what is wanted from it. Thread: immutable. */
public final class PemException extends IOException {
    private static final long serialVersionUID = 1L;

    /** One line, without the file. */
    private final String problem;

    PemException(Path file, @Nullable String problem, @Nullable Throwable cause) {
        super(file + ": " + problem, cause);
        this.problem = String.valueOf(problem);
    }

    /**
     * What is wrong.
     *
     * @return the message without the file's name
     */
    public String problem() {
        return problem;
    }
}
