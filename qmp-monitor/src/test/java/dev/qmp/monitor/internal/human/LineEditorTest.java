package dev.qmp.monitor.internal.human;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys in, terminal codes out. In what is printed {@code <} and {@code >} move the cursor and {@code |} clears to the line's end. */
class LineEditorTest {
    private static final List<String> WORDS = List.of(
            "chardev-add", "chardev-change", "chardev-remove", "cont", "id=", "info", "set_link", "set_password");

    private final TerminalText out = new TerminalText();
    private final LineEditor editor = new LineEditor("(qemu) ", new History(), LineEditorTest::complete, out);
    private final List<String> lines = new ArrayList<>();

    private static Completer.Completion complete(String beginning) {
        String word = beginning.substring(beginning.lastIndexOf(' ') + 1);
        return new Completer.Completion(
                word.length(), WORDS.stream().filter(w -> w.startsWith(word)).toList());
    }

    private String typeText(String keys) {
        byte[] bytes = keys.replace("^[", "\u001b")
                .replace("^A", "\u0001")
                .replace("^D", "\u0004")
                .replace("^E", "\u0005")
                .replace("^H", "\b")
                .replace("^I", "\t")
                .replace("^K", "\u000b")
                .replace("^L", "\f")
                .replace("^U", "\u0015")
                .replace("^W", "\u0017")
                .replace("^?", "\u007f")
                .replace("^M", "\r")
                .replace("^J", "\n")
                .replace("^@", "\u0000")
                .replace("^C", "\u0003")
                .getBytes(StandardCharsets.UTF_8);
        for (byte key : bytes) {
            String line = editor.accept(key);
            if (line != null) {
                lines.add(line);
                editor.showPrompt();
            }
        }
        return printed();
    }

    private String printed() {
        return StandardCharsets.UTF_8
                .decode(out.take())
                .toString()
                .replace("\u001b[D", "<")
                .replace("\u001b[C", ">")
                .replace("\u001b[K", "|")
                .replace("\u001b", "^[")
                .replace("\r\n", "/")
                .replace("(qemu) ", "$");
    }

    /** These are what a QEMU 7.2 prints, byte for byte. */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = true,
            quoteCharacter = '`',
            delimiter = '#',
            value = {
                "^M                  # /$",
                "^J                  # /$",
                "ab^M                # a|<ab|/$",
                "` ab `              # ` |< a|<< ab|<<< ab |`",
                "ab^AX               # a|<ab|<<Xab|<<",
                "ab^AX^EY            # a|<ab|<<Xab|<<>><<<XabY|",
                "ab^[[DX             # a|<ab|<<aXb|<",
                "ab^[[C^[[Cc         # a|<ab|<<abc|",
                "ab^[[D^[[D^[[D^[[Cx # a|<ab|<<><axb|<",
                "abc^A^D^D           # a|<ab|<<abc|<<<bc|<<c|<",
                "^D                  # ``",
                "abc^?^Hz            # a|<ab|<<abc|<<<ab|<<a|<az|",
                "^?^H                # ``",
                "ab^[[D^[[3~         # a|<ab|<<a|",
                "ab^[[1~c^[[4~d      # a|<ab|<<cab|<<>><<<cabd|",
                "ab^[OHc^[OFd        # a|<ab|<<cab|<<>><<<cabd|",
                "a b^W               # a|<a |<<a b|<<<a |",
                "a b^W^W             # a|<a |<<a b|<<<a |<<|",
                "`a  ^W`             # a|<a |<<a  |<<<|",
                "a b^[[D^W           # a|<a |<<a b|<<<b|<",
                "ab^L                # a|<ab|^[[2J^[[1;1H$ab|",
                "a^[xb^[[12~c^[OPd   # a|<ab|<<abc|<<<abcd|",
                "a^C^@b              # a|<ab|",
                "^[^[[A              # [|<[A|",
                "^[[A^[[B            # ``",
                "i^M^[[A^M           # i|/$i|/$",
                "i^Mj^M^[[A^[[A^[[A  # i|/$j|/$j|<i|",
                "i^Mj^M^[[A^[[A^[[B^[[B^[[B # i|/$j|/$j|<i|<j|<|",
                "i^Mj^Mi^M^[[A^[[A   # i|/$j|/$i|/$i|<j|",
                "i^M^[[Ax^M^[[A      # i|/$i|<ix|/$ix|",
                "in^I                # i|<in|<<info |",
                "in^Ist^I            # i|<in|<<info |<<<<<info s|<<<<<<info st|",
                "cont^[[D^I          # c|<co|<<con|<<<cont|<<<<cont t|<",
                "set^I               # `s|<se|<<set|/set_link      set_password  /$set_|`",
                "char^I              # `c|<ch|<<cha|<<<char|/chardev-add     chardev-change  chardev-remove  /$chardev-|`",
                "zz^I                # z|<zz|",
            })
    void printsWhatQemuPrints(String keys, String expected) {
        assertThat(typeText(keys)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '#',
            value = {
                "abc^[[D^K     # a|<ab|<<abc|<<<ab|",
                "abc^[[D^U     # a|<ab|<<abc|<<<c|<",
                "ab^[[Hc^[[Fd  # a|<ab|<<cab|<<>><<<cabd|",
                "ab^[[1;5Dc    # a|<ab|<<acb|<",
                "ab^[[7~c^[[8~ # a|<ab|<<cab|<<>>",
                "id^I          # i|<id|<<id=|",
                "aéb^[[D^[[Dx  # a|<aé|<<aéb|<<<axéb|<<",
                "é€😀^?^?      # é|<é€|<<é€😀|<<<é€|<<é|",
                "€^A^D         # €|<|",
                "盛^[[Dx       # 盛|<x盛|<",
            })
    void doesMoreWhereQemuIgnoresOrMistakesAKey(String keys, String expected) {
        assertThat(typeText(keys)).isEqualTo(expected);
    }

    @Test
    void handsOutFinishedLines() {
        typeText("stop^M^Minfo  statüs^J");

        assertThat(lines).containsExactly("stop", "", "info  statüs");
    }

    @Test
    void aLineHasAtMost4095Bytes() {
        assertThat(typeText("x".repeat(5000) + "^M")).endsWith("/The line is cut after 4095 bytes/$");
        assertThat(typeText("x^M")).endsWith("x|/$");

        assertThat(lines).containsExactly("x".repeat(4095), "x");
    }

    @Test
    void remembersTheLast64Lines() {
        for (int i = 0; i < 70; i++) {
            typeText(i + "^M");
        }
        typeText("^[[A".repeat(100) + "^M");

        assertThat(lines.get(70)).isEqualTo("6");
    }

    @Test
    void forgetsWhatWasTypedWhenRestarted() {
        typeText("abc");
        editor.restart();
        editor.showPrompt();

        assertThat(typeText("d^M")).isEqualTo("$d|/$");
        assertThat(lines).containsExactly("d");
    }

    @Test
    void aSequenceThatWasBegunEndsWithThePrompt() {
        typeText("^[");
        editor.showPrompt();

        assertThat(typeText("[A")).isEqualTo("$[|<[A|");
    }

    @Test
    void longListsOfWordsAreCut() {
        List<String> many = new ArrayList<>();
        for (int i = 1000; i < 2000; i++) {
            many.add("w" + i);
        }
        LineEditor long1000 = new LineEditor(
                "(qemu) ", new History(), beginning -> new Completer.Completion(beginning.length(), many), out);
        assertThat(long1000.accept((byte) '\t')).isNull();

        assertThat(printed()).contains("w1255").doesNotContain("w1256").endsWith("$w1|");
    }

    /** Whatever is typed: a terminal shows the prompt and the line. */
    @Property(tries = 500)
    void theTerminalShowsTheLine(@ForAll List<@IntRange(max = 21) Integer> keys) {
        String[] pieces = {
            "a", "b ", "c", "é", "€", "^A", "^D", "^E", "^H", "^K", "^U", "^W", "^?", "^[[A", "^[[B", "^[[C", "^[[D",
            "^[[3~", "^I", "^M", "^L", "set"
        };
        StringBuilder typed = new StringBuilder();
        keys.forEach(i -> typed.append(pieces[i]));
        editor.showPrompt();
        Screen screen = new Screen();
        screen.print(typeText(typed.toString()));
        String shown = screen.line();
        lines.clear();
        typeText("^M");

        assertThat("$" + lines.get(0)).isEqualTo(shown);
    }

    /** A terminal of one line, which understands what {@link #printed} makes of the codes. */
    private static final class Screen {
        private final StringBuilder line = new StringBuilder();
        private int column;

        void print(String text) {
            String rest = text.replace("^[[2J^[[1;1H", "/");
            for (int i = 0; i < rest.length(); i++) {
                char c = rest.charAt(i);
                switch (c) {
                    case '/' -> {
                        line.setLength(0);
                        column = 0;
                    }
                    case '<' -> column--;
                    case '>' -> column++;
                    case '|' -> line.setLength(column);
                    default -> {
                        line.replace(column, Math.min(column + 1, line.length()), String.valueOf(c));
                        column++;
                    }
                }
            }
        }

        String line() {
            return line.toString();
        }
    }
}
