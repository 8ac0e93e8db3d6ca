package dev.qmp.qapi.internal.manual.rst;

import org.jspecify.annotations.Nullable;

/** A piece of running text. */
public sealed interface Inline {
    /**
     * Plain text.
     *
     * @param text the text
     */
    record Text(String text) implements Inline {}

    /**
     * Emphasized text.
     *
     * @param text the text
     */
    record Emphasis(String text) implements Inline {}

    /**
     * Strongly emphasized text.
     *
     * @param text the text
     */
    record Strong(String text) implements Inline {}

    /**
     * Literal text.
     *
     * @param text the text
     */
    record Literal(String text) implements Inline {}

    /**
     * A word after an at sign: the name of an argument, a member or something else in the schema.
     *
     * @param name the word without the sign
     */
    record Mention(String name) implements Inline {}

    /**
     * A reference by name.
     *
     * @param role the role, such as {@code qapi:cmd}; empty if none is written
     * @param target what it refers to, decorations included
     * @param title what it is called here, null if it has no name of its own
     */
    record Reference(String role, String target, @Nullable String title) implements Inline {}

    /**
     * A link to somewhere else.
     *
     * @param url where it leads, an http or https address
     * @param text its text
     */
    record Link(String url, String text) implements Inline {}
}
