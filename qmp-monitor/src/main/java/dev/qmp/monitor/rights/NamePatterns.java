package dev.qmp.monitor.rights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Patterns of names, where {@code *} matches any text.
 *
 * <p>Thread: immutable.
 */
final class NamePatterns {
    private final Set<String> names = new HashSet<>();
    private final List<String> patterns = new ArrayList<>();

    NamePatterns(List<String> texts) {
        for (String text : texts) {
            if (text.indexOf('*') < 0) {
                names.add(text);
            } else {
                patterns.add(text);
            }
        }
    }

    boolean matches(String name) {
        if (names.contains(name)) {
            return true;
        }
        for (String pattern : patterns) {
            if (matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    /** Matches without backtracking over more than one star: the last one takes what is left. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int taken = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                taken = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++taken;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
