package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Doc;
import org.jspecify.annotations.Nullable;

/** The words that start a tagged section of a documentation comment. */
final class DocTags {
    private static final String[] TAGS = {"Returns", "Errors", "Since", "Notes", "Note", "Examples", "Example", "TODO"};

    private DocTags() {}

    /** Returns the tag that a line starts with, null if none: a tag and one colon, not two. */
    static @Nullable String match(String line) {
        for (String tag : TAGS) {
            int colon = tag.length();
            if (line.startsWith(tag) && line.length() > colon && line.charAt(colon) == ':') {
                return line.startsWith("::", colon) ? null : tag;
            }
        }
        return null;
    }

    /** Returns the kind of section that a tag starts. */
    static Doc.Kind kind(String tag) {
        return switch (tag) {
            case "Returns" -> Doc.Kind.RETURNS;
            case "Errors" -> Doc.Kind.ERRORS;
            case "Since" -> Doc.Kind.SINCE;
            case "TODO" -> Doc.Kind.TODO;
            case "Note", "Notes" -> Doc.Kind.NOTE;
            default -> Doc.Kind.EXAMPLE;
        };
    }
}
