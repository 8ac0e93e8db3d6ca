package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.SourceInfo;

/**
 * A section of a documentation comment while it is read.
 *
 * <p>Thread: confined to one compilation.
 */
public final class DocSection {
    private final Doc.Kind kind;
    private final String tag;
    private final String name;
    private final SourceInfo info;
    private final boolean implied;
    private final StringBuilder text = new StringBuilder();
    private boolean empty;

    DocSection(Doc.Kind kind, String tag, String name, SourceInfo info, boolean implied) {
        this.kind = kind;
        this.tag = tag;
        this.name = name;
        this.info = info;
        this.implied = implied;
    }

    /** Returns what it is about. */
    public Doc.Kind kind() {
        return kind;
    }

    /** Returns the word that messages have for it. */
    String tag() {
        return tag.isEmpty() ? kind.title() : tag;
    }

    /** Returns the member or feature described. */
    public String name() {
        return name;
    }

    /** Returns the line of the header or tag. */
    public SourceInfo info() {
        return info;
    }

    /** Tells whether it is not written in the source. */
    public boolean isImplied() {
        return implied;
    }

    void append(String line) {
        text.append(line).append('\n');
    }

    /** Remembers that the rules of indentation leave no text, even if some is added all the same. */
    void markEmpty() {
        empty |= text().isEmpty();
    }

    boolean lacksText() {
        return kind != Doc.Kind.PLAIN && (empty || text().isEmpty());
    }

    /** Returns the text without newlines at its ends. */
    public String text() {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '\n') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '\n') {
            to--;
        }
        return text.substring(from, to);
    }
}
