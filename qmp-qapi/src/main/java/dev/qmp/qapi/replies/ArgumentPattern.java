package dev.qmp.qapi.replies;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition on the arguments of requests, as {@code when} has them.
 *
 * <p>Thread: immutable.
 */
public final class ArgumentPattern {
    private final Matcher.Members matcher;

    private ArgumentPattern(Matcher.Members matcher) {
        this.matcher = matcher;
    }

    /**
     * Reads a pattern.
     *
     * @param pattern an object: members that the arguments have at least
     * @return the pattern
     * @throws RepliesException if it is not one
     */
    public static ArgumentPattern of(JsonValue pattern) {
        Problems problems = new Problems();
        Matcher.Members read = new ConditionReader(problems).arguments(pattern, null);
        problems.throwIfAny();
        return new ArgumentPattern(read);
    }

    /**
     * Compares arguments with the pattern.
     *
     * @param arguments the arguments of a request
     * @return what does not fit, one line each; empty if everything does
     */
    public List<String> misfits(JsonObject arguments) {
        List<String> misfits = new ArrayList<>();
        matcher.explain("", arguments, misfits);
        return misfits;
    }
}
