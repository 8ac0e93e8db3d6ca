package dev.qmp.json.internal.parse;

import dev.qmp.json.internal.text.Swar;
import dev.qmp.json.internal.text.Utf8;
import dev.qmp.json.internal.tree.Key;
import dev.qmp.json.internal.tree.TextValue;
import jakarta.json.JsonValue;

/**
 * Finds the tokens in the bytes, wherever the bytes are cut, counts them against the limits, and hands them to the {@link TreeBuilder}.
 * A token within one buffer is read in place; one that crosses a border is collected. Thread: confined to its owner.
 */
public final class MessageScanner {
    private static final int START = LexerTable.START;
    private static final int DQ = LexerTable.DQ;
    private static final int SKIP = LexerTable.SKIP;

    private final Sink sink;
    private final long maxTokenBytes;
    private final int maxTokens;
    private final int maxNesting;

    private final TreeBuilder tree = new TreeBuilder();
    private final TokenValues values = new TokenValues();

    private int lexer = START;
    private final PartialToken partial = new PartialToken();
    /** Tokens that the message may still have. */
    private int tokensLeft;
    /** Bytes of tokens that it may still have. */
    private long bytesLeft;
    /** Stream offset of buffer index 0; between buffers, the number of bytes consumed. */
    private long origin;
    /** Index after the last byte consumed in the current buffer; valid whenever the sink is called. */
    private int cursor;

    private boolean paused;
    /** The size of the message delivered last. */
    private int deliveredTokens;

    private long deliveredBytes;

    /** Receives messages and faults. */
    public interface Sink {
        /** Takes a value. */
        void message(JsonValue value);

        /** Takes the description of a fault and its offset in the stream. */
        void error(String description, long offset);
    }

    /** Makes a scanner at offset 0. */
    public MessageScanner(Sink sink, long maxTokenBytes, int maxTokens, int maxNesting) {
        this.sink = sink;
        this.maxTokenBytes = maxTokenBytes;
        this.maxTokens = maxTokens;
        this.maxNesting = maxNesting;
        tokensLeft = maxTokens;
        bytesLeft = maxTokenBytes - 1;
    }

    /** Returns the index after the last byte consumed in the buffer last given to {@link #feed}, also when the sink threw. */
    public int cursor() {
        return cursor;
    }

    /** Stops {@link #feed} after the message being delivered. */
    public void pause() {
        paused = true;
    }

    /** Whether {@link #pause} was called since the last {@link #feed} began. */
    public boolean paused() {
        return paused;
    }

    /** How many tokens the value delivered last was made of. */
    public int deliveredTokens() {
        return deliveredTokens;
    }

    /** How many bytes these tokens had. */
    public long deliveredBytes() {
        return deliveredBytes;
    }

    /** How many tokens the message that is not complete has so far. */
    public int unfinishedTokens() {
        return maxTokens - tokensLeft;
    }

    /** How many bytes the tokens of the message that is not complete take, with the memory that the last one needs. */
    public long unfinishedBytes() {
        return maxTokenBytes - 1 - bytesLeft + partial.memory();
    }

    /** Reads bytes until {@code to}, or until paused; {@link #cursor} tells where it ended. */
    public void feed(byte[] a, int from, int to) {
        paused = false;
        cursor = from;
        origin -= from;
        try {
            while (cursor < to && !paused) {
                cursor = lexer == START ? scan(a, cursor, to) : resume(a, cursor, to);
            }
        } finally {
            origin += cursor;
        }
    }

    /** Ends the input: a number or word is complete, anything else unfinished is a fault. */
    public void flush() {
        cursor = 0;
        int state = lexer;
        int end = LexerTable.atEnd(state);
        lexer = START;
        int size = partial.size();
        byte[] bytes = partial.take();
        if (end == LexerTable.FAULT) {
            stray(bytes, 0, size, origin, START);
        } else if (end == LexerTable.ENDS && state != SKIP) {
            token(state, bytes, 0, size);
        }
        if (tree.nesting() > 0) {
            tree.fail("premature EOI", origin);
            deliver();
        }
        paused = false;
    }

    /** Forgets everything, the offset too. */
    public void reset() {
        lexer = START;
        partial.clear();
        forget();
        origin = 0;
        cursor = 0;
    }

    /** Reads whole tokens up to the end of a message or of the buffer; returns where it stopped. */
    private int scan(byte[] a, int from, int to) {
        int pos = from;
        while (pos < to) {
            int b = a[pos];
            if (b == '"') {
                int end = Swar.plainEnd(a, pos + 1, to) + 1;
                if (end > to || a[end - 1] != '"' || !tree.wantsValue()) {
                    return anyToken(a, pos, to);
                }
                if (tree.wantsKey()) {
                    // The colon nearly always follows at once.
                    if (end < to && a[end] == ':' && fits(2, end + 1 - pos)) {
                        tree.keyAndColon(Key.ofPlain(a, pos + 1, end - 1));
                        pos = afterSpace(a, end + 1, to);
                    } else if (fits(1, end - pos)) {
                        tree.key(Key.ofPlain(a, pos + 1, end - 1));
                        pos = end;
                    } else {
                        return anyToken(a, pos, to);
                    }
                    continue;
                }
                if (!fits(1, end - pos)) {
                    return anyToken(a, pos, to);
                }
                if (tree.value(TextValue.ofPlain(a, pos + 1, end - 1), origin + pos)) {
                    cursor = end;
                    deliver();
                    return end;
                }
                pos = afterSeparator(a, end, to);
                continue;
            }
            switch (b) {
                case ' ', '\n', '\r', '\t' -> pos++;
                case '{', '}', '[', ']' -> {
                    pos++;
                    cursor = pos;
                    if (structural(b)) {
                        return pos;
                    }
                    pos = afterSeparator(a, pos, to);
                }
                case ',', ':' -> {
                    if (!(b == ',' ? tree.wantsSeparator() : tree.wantsColon()) || !fits(1, 1)) {
                        return anyToken(a, pos, to);
                    }
                    if (b == ',') {
                        tree.separator();
                    } else {
                        tree.colon();
                    }
                    pos++;
                }
                default -> {
                    int end = values.readInPlace(a, pos, to);
                    if (end < 0 || !tree.wantsValue() || !fits(1, end - pos)) {
                        return anyToken(a, pos, to);
                    }
                    cursor = end;
                    if (tree.value(values.value(), origin + pos)) {
                        deliver();
                        return end;
                    }
                    pos = afterSeparator(a, end, to);
                }
            }
        }
        return pos;
    }

    private static int afterSpace(byte[] a, int pos, int to) {
        return pos < to && a[pos] == ' ' ? pos + 1 : pos;
    }

    /** Takes a comma that follows at once. */
    private int afterSeparator(byte[] a, int pos, int to) {
        if (pos < to && a[pos] == ',' && tree.wantsSeparator() && fits(1, 1)) {
            tree.separator();
            return afterSpace(a, pos + 1, to);
        }
        return pos;
    }

    /** Counts tokens that keep to the limits; changes nothing when they do not. */
    private boolean fits(int count, int length) {
        long bytes = bytesLeft - length;
        int left = tokensLeft - count;
        if ((bytes | left) < 0) {
            return false;
        }
        bytesLeft = bytes;
        tokensLeft = left;
        return true;
    }

    /** Reads one token of any kind, byte by byte; returns where it stopped. */
    private int anyToken(byte[] a, int from, int to) {
        int stop = to - from > maxTokenBytes ? from + (int) maxTokenBytes + 1 : to;
        int state = START;
        int i = from;
        while (i < stop) {
            if (state == DQ) {
                i = Swar.plainEnd(a, i, stop);
                if (i == stop) {
                    break;
                }
            }
            int next = LexerTable.next(state, a[i]);
            if (next >= LexerTable.DONE) {
                cursor = next == LexerTable.ENDS ? i : i + 1;
                if (next == LexerTable.FAULT) {
                    stray(a, from, cursor, origin + i, SKIP);
                } else {
                    token(state, a, from, cursor);
                }
                return cursor;
            }
            state = next;
            i++;
        }
        cursor = stop;
        if (stop - from > maxTokenBytes) {
            overSize(origin + from);
        } else {
            lexer = state;
            partial.add(a, from, stop);
        }
        return stop;
    }

    /** Goes on with a token that began in an earlier buffer, or with skipping; returns where it stopped. */
    private int resume(byte[] a, int from, int to) {
        int state = lexer;
        int i = from;
        if (state == SKIP) {
            while (i < to && LexerTable.next(SKIP, a[i]) == SKIP) {
                i++;
            }
            if (i < to) {
                lexer = START;
            }
            return i;
        }
        long room = maxTokenBytes + 1 - partial.size();
        int stop = to - from > room ? from + (int) room : to;
        while (i < stop) {
            if (state == DQ) {
                i = Swar.plainEnd(a, i, stop);
                if (i == stop) {
                    break;
                }
            }
            int next = LexerTable.next(state, a[i]);
            if (next >= LexerTable.DONE) {
                cursor = next == LexerTable.ENDS ? i : i + 1;
                partial.add(a, from, cursor);
                int size = partial.size();
                byte[] bytes = partial.take();
                lexer = START;
                if (next == LexerTable.FAULT) {
                    stray(bytes, 0, size, origin + i, SKIP);
                } else {
                    token(state, bytes, 0, size);
                }
                return cursor;
            }
            state = next;
            i++;
        }
        cursor = stop;
        partial.add(a, from, stop);
        lexer = state;
        if (partial.size() > maxTokenBytes) {
            lexer = START;
            long offset = origin + stop - partial.size();
            partial.clear();
            overSize(offset);
        }
        return stop;
    }

    /** Takes a complete token whose end is at the cursor. */
    private void token(int state, byte[] a, int from, int to) {
        if (state == START) {
            structural(a[from]);
            return;
        }
        long offset = origin + cursor - (to - from);
        if (!fits(1, to - from)) {
            overLimit(to - from, offset);
            return;
        }
        boolean ended = false;
        if (!tree.wantsValue()) {
            tree.unexpected(offset);
        } else if (values.read(state, a, from, to, tree.wantsKey())) {
            Key key = values.key();
            if (key != null) {
                tree.key(key);
            } else {
                ended = tree.value(values.value(), offset);
            }
        } else {
            tree.fail(values.error(), offset);
        }
        if (ended || tree.failedWhole()) {
            deliver();
        }
    }

    /** Takes a structural token whose end is at the cursor; returns whether something was delivered. */
    private boolean structural(int b) {
        long offset = origin + cursor - 1;
        if (!fits(1, 1)) {
            overLimit(1, offset);
            return true;
        }
        boolean ended;
        switch (b) {
            case '{', '[' -> {
                if (tree.nesting() >= maxNesting) {
                    limit("JSON nesting depth limit exceeded", offset);
                    return true;
                }
                tree.open(b == '{', offset);
                return false;
            }
            case '}' -> ended = tree.closeObject(offset);
            case ']' -> ended = tree.closeArray(offset);
            default -> {
                // Where a comma or a colon is in place it was taken without coming here.
                if (b == ',' && tree.wantsSeparator()) {
                    tree.separator();
                } else if (b == ':' && tree.wantsColon()) {
                    tree.colon();
                } else {
                    tree.unexpected(offset);
                }
                ended = tree.failedWhole();
            }
        }
        if (ended) {
            deliver();
        }
        return ended;
    }

    private void stray(byte[] a, int from, int to, long offset, int then) {
        int end = to;
        // The text is a C string: a NUL, which can only be the offending byte, ends it.
        if (end > from && a[end - 1] == 0) {
            end--;
        }
        lexer = then;
        forget();
        sink.error("JSON parse error, stray '" + Utf8.lossy(a, from, end) + "'", offset);
    }

    private void overLimit(int length, long offset) {
        if (length > bytesLeft) {
            overSize(offset);
        } else {
            limit("JSON token count limit exceeded", offset);
        }
    }

    private void overSize(long offset) {
        limit("JSON token size limit exceeded", offset);
    }

    private void limit(String description, long offset) {
        forget();
        sink.error(description, offset);
    }

    private void deliver() {
        String error = tree.error();
        if (error != null) {
            long offset = tree.errorOffset();
            forget();
            sink.error(error, offset);
        } else {
            JsonValue value = tree.result();
            deliveredTokens = maxTokens - tokensLeft;
            deliveredBytes = maxTokenBytes - 1 - bytesLeft;
            forget();
            sink.message(value);
        }
    }

    private void forget() {
        tree.clear();
        tokensLeft = maxTokens;
        bytesLeft = maxTokenBytes - 1;
    }
}
