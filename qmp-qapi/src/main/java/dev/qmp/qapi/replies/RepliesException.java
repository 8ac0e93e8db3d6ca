package dev.qmp.qapi.replies;

import java.io.Serial;
import java.util.List;

/** Scripted answers that are refused. */
public final class RepliesException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    /**
     * Makes the exception.
     *
     * @param problems what is wrong, one line each; at least one
     */
    public RepliesException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * Returns what is wrong.
     *
     * @return one line each, with the place within the file first
     */
    public List<String> problems() {
        return problems;
    }
}
