package dev.qmp.monitor.internal.human;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line editor for a stream of bytes: keys in, terminal codes out.
 *
 * <pre>
 * state   byte                        next    does
 * ------- --------------------------- ------- ---------------------------------------------------
 * NORMAL  1 ^A, 5 ^E                  NORMAL  to the start, the end of the line
 *         4 ^D, 8 or 127              NORMAL  delete the character at, before the cursor
 *         9 tab                       NORMAL  complete the word before the cursor
 *         10, 13                      NORMAL  the line is finished
 *         11 ^K, 21 ^U, 23 ^W         NORMAL  delete to the end, to the start, a word back
 *         12 ^L                       NORMAL  clear the screen
 *         27                          ESCAPE
 *         155 (not within UTF-8)      CSI
 *         other, 32 or more           NORMAL  insert it
 *         other, less than 32         NORMAL  nothing
 * ESCAPE  [ / O / other               CSI / SS3 / NORMAL
 * CSI     digit, ;                    CSI     collect the parameter, begin the next one
 *         A, B                        NORMAL  older, newer line of the history
 *         C, D                        NORMAL  right, left
 *         H or 1~ or 7~, F or 4~ 8~   NORMAL  to the start, the end
 *         3~                          NORMAL  delete the character at the cursor
 *         other                       NORMAL  nothing
 * SS3     H, F                        NORMAL  to the start, the end
 * </pre>
 *
 * <p>After each key that changed the line all of it is printed again. A character of several bytes is taken as one, and is not shown
 * before it is complete.
 *
 * <p>Thread: confined to the session.
 */
public final class LineEditor {
    private static final int MAX_COMPLETIONS = 256;
    private static final int SCREEN_WIDTH = 80;

    private enum State {
        NORMAL,
        ESCAPE,
        CSI,
        SS3
    }

    private final String prompt;
    private final History history;
    private final Completer completer;
    private final TerminalText out;

    private final LineBuffer line = new LineBuffer();
    private byte[] shown = new byte[0];
    private int shownColumn;
    private State state = State.NORMAL;
    private int parameter;
    private boolean laterParameter;
    private int missingBytes;

    /** Makes an editor of an empty line. */
    public LineEditor(String prompt, History history, Completer completer, TerminalText out) {
        this.prompt = prompt;
        this.history = history;
        this.completer = completer;
        this.out = out;
    }

    /** Forgets what was typed. */
    public void restart() {
        line.clear();
    }

    /** Prints the prompt; the line follows with the next key. */
    public void showPrompt() {
        out.print(prompt);
        shown = new byte[0];
        shownColumn = 0;
        state = State.NORMAL;
    }

    /** Takes a byte; returns the line if that finished it. */
    public @Nullable String accept(byte key) {
        int b = key & 0xff;
        if (state == State.NORMAL && (b == '\n' || b == '\r')) {
            missingBytes = 0;
            return finish();
        }
        switch (state) {
            case NORMAL -> normal(b);
            case ESCAPE -> state = b == '[' ? startCsi() : b == 'O' ? State.SS3 : State.NORMAL;
            case CSI -> csi(b);
            case SS3 -> {
                state = State.NORMAL;
                homeOrEnd(b);
            }
        }
        if (missingBytes == 0) {
            update();
        }
        return null;
    }

    private String finish() {
        history.add(line.bytes(), line.size());
        String text = line.text(line.size());
        out.print(line.isCut() ? "\nThe line is cut after " + LineBuffer.LONGEST + " bytes\n" : "\n");
        restart();
        shown = new byte[0];
        shownColumn = 0;
        return text;
    }

    private void normal(int b) {
        if (missingBytes > 0 && LineBuffer.isContinuation((byte) b)) {
            missingBytes--;
            line.insert(b);
            return;
        }
        missingBytes = 0;
        switch (b) {
            case 1 -> line.moveTo(0);
            case 4 -> line.delete(line.cursor(), line.right());
            case 5 -> line.moveTo(line.size());
            case 8, 127 -> line.delete(line.left(), line.cursor());
            case 9 -> complete();
            case 11 -> line.delete(line.cursor(), line.size());
            case 12 -> {
                out.print("\u001b[2J\u001b[1;1H");
                showPrompt();
            }
            case 21 -> line.delete(0, line.cursor());
            case 23 -> line.delete(line.wordStart(), line.cursor());
            case 27 -> state = State.ESCAPE;
            case 155 -> state = startCsi();
            default -> {
                if (b >= 32) {
                    missingBytes = line.hasRoomForCharacter() ? followers(b) : 0;
                    line.insert(b);
                }
            }
        }
    }

    /** Returns how many bytes a character has after its first. */
    private static int followers(int b) {
        return b < 0xc2 || b > 0xf4 ? 0 : b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
    }

    private State startCsi() {
        parameter = 0;
        laterParameter = false;
        return State.CSI;
    }

    private void csi(int b) {
        if (b >= '0' && b <= '9') {
            parameter = laterParameter ? parameter : Math.min(10 * parameter + b - '0', 1000);
            return;
        }
        if (b == ';') {
            laterParameter = true;
            return;
        }
        state = State.NORMAL;
        switch (b) {
            case 'A' -> recall(history.up());
            case 'B' -> recall(history.down());
            case 'C' -> line.moveTo(line.right());
            case 'D' -> line.moveTo(line.left());
            case '~' -> {
                switch (parameter) {
                    case 1, 7 -> line.moveTo(0);
                    case 3 -> line.delete(line.cursor(), line.right());
                    case 4, 8 -> line.moveTo(line.size());
                    default -> {}
                }
            }
            default -> homeOrEnd(b);
        }
    }

    private void homeOrEnd(int b) {
        if (b == 'H') {
            line.moveTo(0);
        } else if (b == 'F') {
            line.moveTo(line.size());
        }
    }

    private void recall(byte @Nullable [] recalled) {
        if (recalled != null) {
            restart();
            line.insert(recalled);
        }
    }

    private void complete() {
        Completer.Completion found = completer.complete(line.text(line.cursor()));
        List<String> words = found.words();
        if (words.isEmpty()) {
            return;
        }
        String first = words.get(0);
        if (words.size() == 1) {
            line.insert(first.substring(found.typed()));
            if (!first.endsWith("=") && !first.endsWith(".") && !first.endsWith("/")) {
                line.insert(" ");
            }
            return;
        }
        int common = first.length();
        int width = 10;
        for (String word : words) {
            width = Math.max(width, word.length() + 2);
            common = Math.min(common, commonLength(first, word));
        }
        line.insert(first.substring(found.typed(), common));
        out.print(inColumns(words, Math.min(width, SCREEN_WIDTH)));
        showPrompt();
    }

    private static String inColumns(List<String> words, int width) {
        int columns = SCREEN_WIDTH / width;
        int count = Math.min(words.size(), MAX_COMPLETIONS);
        StringBuilder text = new StringBuilder("\n");
        for (int i = 0; i < count; i++) {
            String word = words.get(i);
            text.append(word).append(" ".repeat(Math.max(width - word.length(), 0)));
            if ((i + 1) % columns == 0 || i == count - 1) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static int commonLength(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i;
            }
        }
        return length;
    }

    private void update() {
        if (!line.isEqualTo(shown)) {
            print("\u001b[D", shownColumn);
            out.print(line.bytes(), 0, line.size());
            out.print("\u001b[K");
            shown = Arrays.copyOf(line.bytes(), line.size());
            shownColumn = line.columns(line.size());
        }
        int column = line.columns(line.cursor());
        print(column < shownColumn ? "\u001b[D" : "\u001b[C", Math.abs(column - shownColumn));
        shownColumn = column;
    }

    private void print(String code, int times) {
        for (int i = 0; i < times; i++) {
            out.print(code);
        }
    }
}
