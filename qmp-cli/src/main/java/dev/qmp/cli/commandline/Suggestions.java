package dev.qmp.cli.commandline;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Suggests the name that was meant by a mistyped one. */
public final class Suggestions {
    private Suggestions() {}

    /**
     * Quotes a wrong name and adds a suggestion.
     *
     * @param wrong what was typed
     * @param names the valid names
     * @return such as {@code 'serv'; did you mean 'serve'?}
     */
    public static String named(String wrong, Collection<String> names) {
        return "'" + wrong + "'" + hint(wrong, names);
    }

    /**
     * Suggests a name instead of a wrong one.
     *
     * @param wrong what was typed
     * @param names the valid names
     * @return such as {@code ; did you mean 'serve'?}, or nothing if none is similar
     */
    public static String hint(String wrong, Collection<String> names) {
        String nearest = nearest(wrong, names);
        return nearest == null ? "" : "; did you mean '" + nearest + "'?";
    }

    /** Returns the most similar name; null if none is similar. */
    static @Nullable String nearest(String wrong, Collection<String> names) {
        int limit = Math.max(1, wrong.length() / 3) + 1;
        @Nullable String best = null;
        for (String name : names) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < limit) {
                limit = distance;
                best = name;
            }
        }
        return best;
    }

    /** Returns the number of characters to add, remove, change, or swap with the next. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
