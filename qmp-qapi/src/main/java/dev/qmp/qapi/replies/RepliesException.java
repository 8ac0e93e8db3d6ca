package dev.qmp.qapi.replies;

import java.io.Serial;
import java.util.List;

/** Scripted answers that are refused. */
public final class RepliesException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Problem> places;

    /**
     * Something that is wrong.
     *
     * @param text one line, with the place in words first
     * @param path the names and the indices that lead to the value from the outermost one, as {@link dev.qmp.json.JsonText#offset} takes them
     */
    public record Problem(String text, List<Object> path) {
        /**
         * Makes a problem.
         *
         * @param text one line
         * @param path names and indices, copied
         */
        public Problem {
            path = List.copyOf(path);
        }
    }

    /**
     * Makes the exception.
     *
     * @param problems what is wrong; at least one
     */
    public RepliesException(List<Problem> problems) {
        super(String.join("\n", problems.stream().map(Problem::text).toList()));
        this.places = List.copyOf(problems);
    }

    /**
     * Returns what is wrong, in words.
     *
     * @return one line each, with the place within the file first
     */
    public List<String> problems() {
        return places.stream().map(Problem::text).toList();
    }

    /**
     * Returns what is wrong, and where.
     *
     * @return the problems in the order of the file, the first hundred of them
     */
    public List<Problem> places() {
        return places;
    }
}
