package dev.qmp.monitor.internal.human;

import java.util.List;

/** Completes the last word of what stands before the cursor. */
@FunctionalInterface
public interface Completer {
    /**
     * What the last word could become.
     *
     * @param typed how many characters of the word are there
     * @param words whole words that begin with them, sorted
     */
    record Completion(int typed, List<String> words) {
        /** Copies the list. */
        public Completion {
            words = List.copyOf(words);
        }
    }

    /** Returns what the last word of a beginning could become. */
    Completion complete(String beginning);
}
