package dev.qmp.qapi.internal.manual.html;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML that is XML too: every element is closed, every text and every attribute is escaped. There is no way to put
 * mark-up in as text.
 *
 * <p>Thread: confined to the thread that writes a page.
 */
public final class Html {
    private final StringBuilder out = new StringBuilder(4096);
    private final List<String> open = new ArrayList<>();

    /** Makes an empty piece of text. */
    public Html() {}

    /**
     * Opens an element.
     *
     * @param tag its name
     * @param attributes names and values in turn; an attribute whose value is null is left out
     * @return this
     */
    public Html open(String tag, @Nullable String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.add(tag);
        return this;
    }

    /**
     * Closes the element opened last.
     *
     * @return this
     */
    public Html close() {
        out.append("</").append(open.remove(open.size() - 1)).append('>');
        return this;
    }

    /**
     * Closes the block element opened last, and begins a new line of the file.
     *
     * @return this
     */
    public Html end() {
        close();
        out.append('\n');
        return this;
    }

    /**
     * Adds an element that has no content, such as {@code br}.
     *
     * @param tag its name
     * @param attributes names and values in turn; an attribute whose value is null is left out
     * @return this
     */
    public Html empty(String tag, @Nullable String... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /**
     * Adds an element that has text only.
     *
     * @param tag its name
     * @param text its text
     * @param attributes names and values in turn; an attribute whose value is null is left out
     * @return this
     */
    public Html element(String tag, String text, @Nullable String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /**
     * Adds text.
     *
     * @param text the text, escaped here
     * @return this
     */
    public Html text(String text) {
        Escapes.append(out, text);
        return this;
    }

    /**
     * Begins a new line of the file, where white space does not matter.
     *
     * @return this
     */
    public Html line() {
        out.append('\n');
        return this;
    }

    /**
     * Adds everything that another writer has written.
     *
     * @param piece the other one, all its elements closed
     * @return this
     */
    public Html add(Html piece) {
        if (!piece.open.isEmpty()) {
            throw new IllegalStateException("not closed: " + piece.open);
        }
        out.append(piece.out);
        return this;
    }

    private void start(String tag, @Nullable String[] attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            String value = attributes[i + 1];
            if (value != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                Escapes.append(out, value);
                out.append('"');
            }
        }
    }

    /** Returns what was written. */
    @Override
    public String toString() {
        return out.toString();
    }
}
