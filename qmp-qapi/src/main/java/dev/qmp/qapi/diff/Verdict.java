package dev.qmp.qapi.diff;

/** What a change does to one side; in ascending order of severity. */
public enum Verdict {
    /** Code written for the older schema works as before. */
    COMPATIBLE("compatible"),
    /** It still works, but may be removed: deprecated since the older schema, or unstable since then. */
    DEPRECATED("deprecated"),
    /** Code written for the older schema may fail, or lose something that it used. */
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
