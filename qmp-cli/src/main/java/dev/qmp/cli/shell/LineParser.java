package dev.qmp.cli.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Returns whether a line is complete, and which word the cursor is in. */
final class LineParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && Lines.isOpen(line)) {
            throw new EOFError(-1, -1, "a bracket or quote is open");
        }
        return TypedLine.of(line, cursor);
    }

    @Override
    public boolean isEscapeChar(char ch) {
        return false;
    }

    /** A line with the cursor in one of its words, which are separated by spaces outside quotes. */
    record TypedLine(String line, int cursor, List<String> words, int wordCursor) implements CompletingParsedLine {
        static TypedLine of(String line, int cursor) {
            ArrayList<String> words = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            char quote = 0;
            for (char c : line.substring(0, cursor).toCharArray()) {
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                    word.append(c);
                } else if (c == ' ' || c == '\n' || c == '\t') {
                    if (word.length() > 0) {
                        words.add(word.toString());
                        word.setLength(0);
                    }
                } else {
                    quote = c == '\'' || c == '"' ? c : 0;
                    word.append(c);
                }
            }
            words.add(word.toString());
            return new TypedLine(line, cursor, List.copyOf(words), word.length());
        }

        @Override
        public String word() {
            return words.get(wordIndex());
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return wordCursor;
        }

        @Override
        public int wordIndex() {
            return words.size() - 1;
        }
    }
}
