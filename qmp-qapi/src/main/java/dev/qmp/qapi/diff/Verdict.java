package dev.qmp.qapi.diff;

/** How a change is for one side; in ascending order of gravity. */
public enum Verdict {
    /** What was written for the older schema works as before. */
    COMPATIBLE("compatible"),
    /** It still works, but may not be relied on for long: deprecated since the older schema, or unstable since then. */
    DEPRECATED("deprecated"),
    /** What was written for the older schema may fail, or lose something that it used. */
    BREAKING("breaking");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /**
     * Returns the word for the verdict in reports.
     *
     * @return one word, lower case
     */
    public String word() {
        return word;
    }
}
