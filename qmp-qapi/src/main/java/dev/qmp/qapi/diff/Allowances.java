package dev.qmp.qapi.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are wanted although they break something: a text with a pattern for paths on each line, and optionally the word for a
 * kind of change after it.
 *
 * <pre>
 * # announced in 9.0
 * migrate.arguments.blk  member-removed
 * query-migrate-parameters.return.compress-*
 * </pre>
 *
 * <p>{@code *} stands for any text. Text after a {@code #} at the beginning of a line or after white space is a comment.
 *
 * <p>Thread: immutable.
 */
public final class Allowances {
    /** No allowances. */
    public static final Allowances NONE = new Allowances(List.of());

    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

    private final List<Allowance> list;

    private Allowances(List<Allowance> list) {
        this.list = List.copyOf(list);
    }

    /**
     * One line.
     *
     * @param line its number, from 1
     * @param text what it says, without its comment
     */
    public record Line(int line, String text) {}

    private record Allowance(
            Line line, Pattern paths, @Nullable ChangeKind kind) {
        boolean allows(Change change) {
            return (kind == null || kind == change.kind())
                    && paths.matcher(change.path().toString()).matches();
        }
    }

    /**
     * Reads allowances.
     *
     * @param text the lines
     * @return the allowances
     * @throws IllegalArgumentException if a line cannot be understood; the message begins with its number
     */
    public static Allowances parse(String text) {
        List<Allowance> list = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String stripped = COMMENT.matcher(lines[i]).replaceFirst("").strip();
            if (!stripped.isEmpty()) {
                list.add(allowance(new Line(i + 1, stripped)));
            }
        }
        return new Allowances(list);
    }

    private static Allowance allowance(Line line) {
        String[] words = line.text.split("\\s+", -1);
        if (words.length > 2) {
            throw new IllegalArgumentException(
                    line.line + ": more than a path and a kind of change: '" + line.text + "'");
        }
        ChangeKind kind = words.length == 1 ? null : kind(line, words[1]);
        String quoted = Pattern.quote(words[0]).replace("*", "\\E.*\\Q");
        return new Allowance(line, Pattern.compile(quoted), kind);
    }

    private static ChangeKind kind(Line line, String word) {
        for (ChangeKind kind : ChangeKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(line.line + ": '" + word + "' is not a kind of change");
    }

    /**
     * Tells whether a change is allowed.
     *
     * @param change the change; its {@link Change#path()} decides
     * @return whether a line allows it
     */
    public boolean allows(Change change) {
        return list.stream().anyMatch(allowance -> allowance.allows(change));
    }

    /**
     * Finds lines that are no longer needed.
     *
     * @param diff all changes
     * @return the lines that allow none of them
     */
    public List<Line> unused(SchemaDiff diff) {
        return list.stream()
                .filter(allowance -> diff.changes().stream().noneMatch(allowance::allows))
                .map(Allowance::line)
                .toList();
    }
}
