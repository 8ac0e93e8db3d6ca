package dev.qmp.json;

import dev.qmp.json.internal.text.Output;
import dev.qmp.json.internal.tree.TreeWriter;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Prints JSON as a QMP monitor does into a buffer that it reuses: ASCII, compact ({@code {"a": 1, "b": [2, 3]}}) or pretty (each member on a
 * line of its own, four spaces a level).
 *
 * <p>A message is either one {@link #value(JsonValue)} or written piece by piece, so that an envelope needs no object; {@link #endMessage}
 * ends its line, and must come before the next message. What was written is read through {@link #view} and dropped with {@link #discard}
 * as the transport takes it. A call that would break the message, such as a second value, a member without a name or an end of what is
 * incomplete, throws {@link IllegalStateException} and changes nothing. Thread: confined to its owner.
 */
public final class JsonMessageWriter {
    private static final byte ARRAY = 0;
    private static final byte OBJECT = 2;
    private static final byte MESSAGE = 4;
    private static final byte FILLED = 1;

    private final Output out = new Output();
    private final TreeWriter tree;
    private final LineEnd lineEnd;
    /** What is open, outermost first: the message itself, then its arrays and objects. */
    private byte[] levels = {MESSAGE, 0, 0, 0, 0, 0, 0, 0};

    /** The index of the innermost of them. */
    private int open;

    private boolean named;

    private JsonMessageWriter(boolean pretty, LineEnd lineEnd) {
        this.tree = new TreeWriter(out, pretty, lineEnd == LineEnd.CR_LF);
        this.lineEnd = lineEnd;
    }

    /**
     * Makes a writer with everything on one line, lines ending in CR LF.
     *
     * @return a writer
     */
    public static JsonMessageWriter compact() {
        return compact(LineEnd.CR_LF);
    }

    /**
     * Makes a writer with everything on one line.
     *
     * @param lineEnd what {@link #endMessage} appends
     * @return a writer
     */
    public static JsonMessageWriter compact(LineEnd lineEnd) {
        return new JsonMessageWriter(false, lineEnd);
    }

    /**
     * Makes a writer with a line for each member and element, lines ending in CR LF.
     *
     * @return a writer
     */
    public static JsonMessageWriter pretty() {
        return pretty(LineEnd.CR_LF);
    }

    /**
     * Makes a writer with a line for each member and element.
     *
     * @param lineEnd what lines end with
     * @return a writer
     */
    public static JsonMessageWriter pretty(LineEnd lineEnd) {
        return new JsonMessageWriter(true, lineEnd);
    }

    /**
     * Tells which form this writes.
     *
     * @return whether it is the pretty one
     */
    public boolean isPretty() {
        return tree.pretty();
    }

    /**
     * Tells how lines end.
     *
     * @return what {@link #endMessage} appends
     */
    public LineEnd lineEnd() {
        return lineEnd;
    }

    /**
     * Begins an object.
     *
     * @return this
     */
    public JsonMessageWriter beginObject() {
        begin('{', OBJECT);
        return this;
    }

    /**
     * Ends the object begun last.
     *
     * @return this
     */
    public JsonMessageWriter endObject() {
        end('}', OBJECT);
        return this;
    }

    /**
     * Begins an array.
     *
     * @return this
     */
    public JsonMessageWriter beginArray() {
        begin('[', ARRAY);
        return this;
    }

    /**
     * Ends the array begun last.
     *
     * @return this
     */
    public JsonMessageWriter endArray() {
        end(']', ARRAY);
        return this;
    }

    private void begin(int bracket, byte kind) {
        before();
        open++;
        if (open == levels.length) {
            levels = Arrays.copyOf(levels, 2 * open);
        }
        levels[open] = kind;
        tree.open(bracket);
    }

    private void end(int bracket, byte kind) {
        if ((levels[open] & ~FILLED) != kind || named) {
            throw new IllegalStateException("nothing that " + (char) bracket + " could end");
        }
        open--;
        tree.close(bracket);
    }

    /**
     * Writes the name of a member whose value comes next.
     *
     * @param name any text
     * @return this
     */
    public JsonMessageWriter name(String name) {
        byte level = levels[open];
        if ((level & OBJECT) == 0 || named) {
            throw new IllegalStateException("no place for the name " + name);
        }
        tree.separate((level & FILLED) == 0);
        levels[open] |= FILLED;
        tree.name(name);
        named = true;
        return this;
    }

    /** Checks that a value may come, and writes the separators and white space before it. */
    private void before() {
        if (named) {
            named = false;
            return;
        }
        byte level = levels[open];
        if ((level & OBJECT) != 0) {
            throw new IllegalStateException("a member has no name");
        }
        if (open > 0) {
            tree.separate((level & FILLED) == 0);
        } else if ((level & FILLED) != 0) {
            throw new IllegalStateException("a second value in one message");
        }
        levels[open] |= FILLED;
    }

    /**
     * Writes a value.
     *
     * @param value of any implementation
     * @return this
     */
    public JsonMessageWriter value(JsonValue value) {
        before();
        tree.value(value);
        return this;
    }

    /**
     * Writes a string.
     *
     * @param value any text
     * @return this
     */
    public JsonMessageWriter value(String value) {
        before();
        out.quoted(value);
        return this;
    }

    /**
     * Writes an int64.
     *
     * @param value the value
     * @return this
     */
    public JsonMessageWriter value(long value) {
        before();
        out.integer(value);
        return this;
    }

    /**
     * Writes a boolean.
     *
     * @param value the value
     * @return this
     */
    public JsonMessageWriter value(boolean value) {
        before();
        tree.truth(value);
        return this;
    }

    /**
     * Writes a double.
     *
     * @param value finite
     * @return this
     * @throws NumberFormatException if it is infinite or not a number
     */
    public JsonMessageWriter value(double value) {
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("no JSON number: " + value);
        }
        before();
        out.decimal(value);
        return this;
    }

    /**
     * Writes an integer of 64 bits without sign.
     *
     * @param bits the bits
     * @return this
     */
    public JsonMessageWriter unsignedValue(long bits) {
        before();
        out.unsigned(bits);
        return this;
    }

    /**
     * Writes null.
     *
     * @return this
     */
    public JsonMessageWriter nullValue() {
        before();
        tree.nothing();
        return this;
    }

    /**
     * Ends a message: appends the line end.
     *
     * @return this
     */
    public JsonMessageWriter endMessage() {
        if (levels[open] != (MESSAGE | FILLED)) {
            throw new IllegalStateException("the message is not complete");
        }
        levels[open] = MESSAGE;
        tree.lineEnd();
        return this;
    }

    private void betweenMessages() {
        if (levels[open] != MESSAGE) {
            throw new IllegalStateException("the message has not ended");
        }
    }

    /**
     * Appends a byte as it is, between messages: for instance FF, which makes a peer's parser drop what it holds.
     *
     * @param b the byte, in the lowest eight bits
     * @return this
     */
    public JsonMessageWriter rawByte(int b) {
        betweenMessages();
        out.put(b);
        return this;
    }

    /**
     * Appends bytes as they are, between messages: for instance an encoded message.
     *
     * @param bytes what to append; its position is moved to its limit
     * @return this
     */
    public JsonMessageWriter rawBytes(ByteBuffer bytes) {
        betweenMessages();
        out.put(bytes);
        return this;
    }

    /**
     * Returns how much was written and not yet discarded.
     *
     * @return bytes
     */
    public int size() {
        return out.size();
    }

    /**
     * Returns what was written and not yet discarded, without copying it.
     *
     * @return a buffer from its position to its limit, the same one each time if possible; valid until the next call of any other method
     */
    public ByteBuffer view() {
        return out.view();
    }

    /**
     * Returns the array that holds the content, from {@link #arrayOffset} on.
     *
     * @return not to be changed; valid until the next call of any writing method
     */
    public byte[] array() {
        return out.array();
    }

    /**
     * Returns where the content begins in {@link #array}.
     *
     * @return an index
     */
    public int arrayOffset() {
        return out.start();
    }

    /**
     * Returns a copy of the content.
     *
     * @return as many bytes as {@link #size} says
     */
    public byte[] toByteArray() {
        return out.toByteArray();
    }

    /**
     * Drops the first bytes of the content, those that were sent. Nothing is moved.
     *
     * @param n bytes, 0 to {@link #size}
     * @throws IllegalArgumentException if there are fewer
     */
    public void discard(int n) {
        out.discard(n);
    }

    /** Gives the buffer's memory back if it is empty, for a connection that is idle. */
    public void trim() {
        out.trim();
    }

    /**
     * Drops the content and any message begun. Of a buffer beyond 64 KiB, memory that the content did not need is given back, and all of it
     * beyond 4 MiB; the same happens when {@link #discard} has dropped everything.
     */
    public void clear() {
        out.clear();
        tree.restart();
        levels[0] = MESSAGE;
        open = 0;
        named = false;
    }

    /**
     * Returns the content.
     *
     * @return what was written and not yet discarded, as text
     */
    @Override
    public String toString() {
        return new String(out.array(), out.start(), out.size(), StandardCharsets.ISO_8859_1);
    }
}
