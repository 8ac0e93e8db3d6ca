package dev.qmp.qapi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a schema: file, line, and the include directives that led there.
 *
 * @param file the file's name as diagnostics show it: the root as given, an included file joined to its includer's directory
 * @param line the line, from 1; 0 if the place is a whole file or not in a file at all
 * @param includedFrom the include directive that brought the file in, null for a root
 */
public record SourceInfo(String file, int line, @Nullable SourceInfo includedFrom) {
    /** The place of everything that no source text declares: predefined types and introspected entities. */
    public static final SourceInfo NONE = new SourceInfo("", 0, null);

    /**
     * Returns the include directives that led to this place.
     *
     * @return the directives, outermost first; empty for a root
     */
    public List<SourceInfo> includeChain() {
        Deque<SourceInfo> chain = new ArrayDeque<>();
        for (SourceInfo from = includedFrom; from != null; from = from.includedFrom) {
            chain.addFirst(from);
        }
        return new ArrayList<>(chain);
    }

    /**
     * Prints the place the way diagnostics do, without the include chain.
     *
     * @return {@code file:line}, or the file alone if there is no line
     */
    @Override
    public String toString() {
        return line == 0 ? file : file + ':' + line;
    }
}
