package dev.qmp.monitor.internal.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.qmp.dispatch.spi.ErrorClass;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the messages in a server's output, and in each message the places of the members that a proxy acts on. Nothing is decoded, so a
 * message can be passed on as it is.
 *
 * <p>It expects what a QMP server sends, JSON objects in double-quoted strings, and checks no more than it needs.
 *
 * <p>Thread: confined to its owner.
 */
final class MessageScanner {
    /** What a message is, by the member that only this kind has. */
    enum Kind {
        GREETING,
        RETURN,
        ERROR,
        EVENT,
        /** None of them. */
        UNKNOWN
    }

    /** The output is not what a server sends; the message says why. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message, null, false, false);
        }
    }

    private static final int LEAST_CAPACITY = 1 << 12;

    /** A buffer beyond this is given up when its message has been handled. */
    private static final int KEPT_CAPACITY = 1 << 20;

    /** Whether a byte outside of strings means anything. */
    private static final boolean[] STRUCTURAL = new boolean[256];

    static {
        for (char c : "\"{}[],:".toCharArray()) {
            STRUCTURAL[c] = true;
        }
    }

    private final int limit;

    private byte[] bytes = new byte[0];
    private int from; // where the message begins
    private int at; // the next byte to look at, perhaps one after the last, if that was a backslash
    private int end; // index after the last byte

    private int depth;
    private boolean inString;
    private final NestedValues nested = new NestedValues();
    private int wordwise; // from this index on, words are looked at

    // Places, counted from the start of the message; -1: not seen.
    private int stringFrom;
    private int nameFrom;
    private int nameTo;
    private boolean inName;
    private int valueFrom;
    private int comma;

    private Kind kind = Kind.UNKNOWN;
    private int length;
    private int idFrom;
    private int idTo;
    private int idMemberFrom;
    private int idMemberTo;
    private int eventFrom;
    private int eventTo;
    private int contentFrom;
    private int contentTo;

    /**
     * Makes a scanner.
     *
     * @param limit the bytes that a message may have
     */
    MessageScanner(int limit) {
        this.limit = limit;
    }

    /** Adds output; before that, {@link #next} has returned false. */
    void add(ByteBuffer added) throws Fault {
        if (depth == 0) {
            from = 0;
            at = 0;
            wordwise = 0;
            end = 0;
            if (bytes.length > KEPT_CAPACITY) {
                bytes = new byte[0];
            }
        }
        int count = added.remaining();
        if (end + count > bytes.length) {
            makeRoom(count);
        }
        added.get(bytes, end, count);
        end += count;
    }

    private void makeRoom(int count) throws Fault {
        int size = end - from;
        if (size + count > limit) {
            throw new Fault("a message has more than " + limit + " bytes");
        }
        byte[] larger = size + count <= bytes.length / 2
                ? bytes
                : new byte[Math.max(LEAST_CAPACITY, Math.max(size + count, 2 * size))];
        System.arraycopy(bytes, from, larger, 0, size);
        bytes = larger;
        at -= from;
        wordwise = 0;
        end = size;
        from = 0;
    }

    /** Goes on to the next message; returns false if it is not complete yet. */
    boolean next() throws Fault {
        byte[] a = bytes;
        int i = at;
        while (i < end) {
            if (depth > 1 && i >= wordwise) {
                i = skipNested(a, i);
                if (i >= end) {
                    break;
                }
            }
            if (inString) {
                i = endOfString(a, i);
                continue;
            }
            int b = a[i++] & 0xff;
            if (!STRUCTURAL[b]) {
                if (depth == 0 && b > ' ') {
                    throw new Fault("there is something other than JSON objects in its output");
                }
                continue;
            }
            switch (b) {
                case '"' -> {
                    inString = true;
                    stringFrom = i - 1 - from;
                }
                case '{', '[' -> {
                    if (depth++ == 0) {
                        begin(i - 1, b);
                    }
                }
                case '}', ']' -> {
                    if (depth == 1) {
                        endOfMember(i - 1 - from);
                        length = i - from;
                    }
                    if (depth > 0 && --depth == 0) {
                        at = i;
                        return true;
                    }
                }
                case ',' -> {
                    if (depth == 1) {
                        endOfMember(i - 1 - from);
                        comma = i - 1 - from;
                        inName = true;
                    }
                }
                default -> { // a colon
                    if (depth == 1) {
                        inName = false;
                        valueFrom = i - from;
                    }
                }
            }
            if (depth == 0) {
                throw new Fault("there is something other than JSON objects in its output");
            }
        }
        at = i;
        return false;
    }

    /** Skips what is of no interest in a value of a member; returns the index of the next byte to look at, one by one for a word's length. */
    private int skipNested(byte[] a, int start) {
        nested.depth = depth;
        nested.inString = inString;
        int i = nested.skip(a, start, end);
        depth = nested.depth;
        inString = nested.inString;
        wordwise = i + Long.BYTES;
        return i;
    }

    /** Skips the rest of a string; returns the index after it, or after what there is of it. */
    private int endOfString(byte[] a, int start) {
        int i = start;
        int to = end;
        while (i < to) {
            byte b = a[i++];
            if (b == '"') {
                inString = false;
                if (depth == 1 && inName) {
                    nameFrom = stringFrom;
                    nameTo = i - from;
                    if (idMemberTo < 0 && idMemberFrom >= 0) {
                        idMemberTo = nameFrom; // the id comes first: what goes with it is the comma after it
                    }
                }
                return i;
            }
            if (b == '\\') {
                i++;
            }
        }
        return i;
    }

    private void begin(int index, int bracket) throws Fault {
        if (bracket != '{') {
            throw new Fault("there is something other than JSON objects in its output");
        }
        from = index;
        kind = Kind.UNKNOWN;
        inName = true;
        nameFrom = -1;
        comma = -1;
        idFrom = -1;
        idMemberFrom = -1;
        idMemberTo = -1;
        eventFrom = -1;
        contentFrom = -1;
    }

    private void endOfMember(int to) {
        if (nameFrom < 0 || inName) {
            return;
        }
        int first = valueFrom;
        int last = to;
        while (first < last && bytes[from + first] <= ' ') {
            first++;
        }
        while (first < last && bytes[from + last - 1] <= ' ') {
            last--;
        }
        if (isName("id")) {
            idFrom = first;
            idTo = last;
            idMemberFrom = comma < 0 ? nameFrom : comma;
            idMemberTo = comma < 0 ? -1 : last;
        } else if (isName("return")) {
            kind = Kind.RETURN;
            contentFrom = first;
            contentTo = last;
        } else if (isName("error")) {
            kind = Kind.ERROR;
            contentFrom = first;
            contentTo = last;
        } else if (isName("event")) {
            kind = Kind.EVENT;
            eventFrom = first + 1;
            eventTo = last - 1;
        } else if (isName("QMP")) {
            kind = Kind.GREETING;
        }
        nameFrom = -1;
    }

    private boolean isName(String name) {
        return isText(nameFrom + 1, nameTo - 1, name);
    }

    private boolean isText(int start, int to, String text) {
        if (to - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // --- the message that next() found, until the next call of next() or add() ---

    Kind kind() {
        return kind;
    }

    /** Returns the message as it came, without what surrounds it. */
    ByteBuffer message() {
        return ByteBuffer.wrap(bytes, from, length);
    }

    /** Returns a copy of the message. */
    byte[] copy() {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** Returns a copy of the value of {@code return} or {@code error}. */
    byte[] contentCopy() {
        return Arrays.copyOfRange(bytes, from + contentFrom, from + contentTo);
    }

    /** Returns the number that is the message's id; -1 if there is no such id. */
    long id() {
        if (idFrom < 0 || idTo == idFrom || idTo - idFrom > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from + idFrom; i < from + idTo; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** Returns how a request ended, for the flight recorder: {@code success}, or the error's class. */
    String outcome() {
        if (kind == Kind.RETURN) {
            return "success";
        }
        String content = new String(bytes, from + contentFrom, contentTo - contentFrom, ISO_8859_1);
        for (ErrorClass one : ErrorClass.values()) {
            if (content.contains('"' + one.wireName() + '"')) {
                return one.wireName();
            }
        }
        return ErrorClass.GENERIC_ERROR.wireName();
    }

    /** Tells whether it is an event of that name. */
    boolean isEvent(String name) {
        return kind == Kind.EVENT && isText(eventFrom, eventTo, name);
    }

    /** Returns an event's name. */
    String event() {
        return new String(bytes, from + eventFrom, eventTo - eventFrom, ISO_8859_1);
    }

    /** Returns the number of bytes before the place of the id's value; if there is none, those before the first member. */
    int idStart() {
        return idFrom < 0 ? 1 : idFrom;
    }

    /** Returns the number of bytes up to the end of the id's value; if there is none, those before the first member. */
    int idEnd() {
        return idFrom < 0 ? 1 : idTo;
    }

    /** Tells whether the message has an id, of whatever type. */
    boolean hasId() {
        return idFrom >= 0;
    }

    /** Returns the number of bytes before the member {@code id}, with the comma that goes with it. */
    int idMemberStart() {
        return idFrom < 0 ? 1 : idMemberFrom;
    }

    /** Returns the number of bytes up to the end of the member {@code id}, with the comma that goes with it. */
    int idMemberEnd() {
        return idFrom < 0 ? 1 : idMemberTo < 0 ? idTo : idMemberTo;
    }
}
