package dev.qmp.cli.client;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Patterns for names: {@code *} matches any text, {@code ?} one character. */
final class NamePattern {
    private NamePattern() {}

    /** Matches names that match one of the patterns; all names if there are no patterns. */
    static Predicate<String> any(List<String> patterns) {
        List<Pattern> compiled = patterns.stream().map(NamePattern::compile).toList();
        return name -> compiled.isEmpty()
                || compiled.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
