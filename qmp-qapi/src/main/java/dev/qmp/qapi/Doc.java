package dev.qmp.qapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A documentation comment.
 *
 * @param symbol the definition it documents; empty for a free-form comment
 * @param source the line of its opening {@code ##}
 * @param sections its sections in written order; the first is the introduction, possibly empty, or the free-form text
 */
public record Doc(String symbol, SourceInfo source, List<Section> sections) {
    /**
     * Makes a documentation comment.
     *
     * @param symbol the definition it documents; empty for a free-form comment
     * @param source the line of its opening {@code ##}
     * @param sections its sections, copied
     */
    public Doc {
        sections = List.copyOf(sections);
    }

    /** What a section is about. */
    public enum Kind {
        /** Paragraphs. */
        PLAIN("Plain"),
        /** The description of a member, value, argument or branch. */
        MEMBER("Member"),
        /** The description of a feature. */
        FEATURE("Feature"),
        /** What a command returns. */
        RETURNS("Returns"),
        /** The errors of a command. */
        ERRORS("Errors"),
        /** The release that brought it. */
        SINCE("Since"),
        /** Something to do, not for readers. */
        TODO("TODO"),
        /** A remark in the withdrawn form, possible under {@link DocsMode#WARN} only. */
        NOTE("Note"),
        /** An example in the withdrawn form, possible under {@link DocsMode#WARN} only. */
        EXAMPLE("Example");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /**
         * Returns the word that names the section.
         *
         * @return the word
         */
        public String title() {
            return title;
        }
    }

    /**
     * A section of a documentation comment.
     *
     * @param kind what it is about
     * @param name the member or feature it describes; empty for the other kinds
     * @param text the text, indentation kept
     * @param source the line of its first line
     * @param isImplied whether it is not written in the source: it takes the place of a missing description or {@code Returns}
     */
    public record Section(Kind kind, String name, String text, SourceInfo source, boolean isImplied) {}

    /**
     * Tells whether the comment documents no definition.
     *
     * @return whether it is free-form
     */
    public boolean isFreeForm() {
        return symbol.isEmpty();
    }

    /**
     * Returns the introduction, or the text of a free-form comment.
     *
     * @return the text, possibly empty
     */
    public String body() {
        return sections.isEmpty() ? "" : sections.get(0).text;
    }

    /**
     * Returns the sections of a kind.
     *
     * @param kind the kind
     * @return the sections in written order
     */
    public List<Section> sections(Kind kind) {
        List<Section> found = new ArrayList<>();
        for (Section section : sections) {
            if (section.kind == kind) {
                found.add(section);
            }
        }
        return found;
    }

    /**
     * Returns the description of a member, value, argument or branch.
     *
     * @param name its name
     * @return the text, if it is described
     */
    public Optional<String> member(String name) {
        return Optional.ofNullable(find(Kind.MEMBER, name));
    }

    /**
     * Returns the description of a feature.
     *
     * @param name its name
     * @return the text, if it is described
     */
    public Optional<String> feature(String name) {
        return Optional.ofNullable(find(Kind.FEATURE, name));
    }

    private @Nullable String find(Kind kind, String name) {
        for (Section section : sections) {
            if (section.kind == kind && section.name.equals(name)) {
                return section.text;
            }
        }
        return null;
    }
}
