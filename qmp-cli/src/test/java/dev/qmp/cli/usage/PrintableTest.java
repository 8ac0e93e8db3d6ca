package dev.qmp.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void escapesWhatATerminalWouldObey() {
        assertThat(Printable.line("a\nb\r\t\u0000\u001b[2J\u007f\u0085\u009b"))
                .isEqualTo("a\\nb\\r\\t\\u0000\\u001b[2J\\u007f\\u0085\\u009b");
        assertThat(Printable.line("\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069"))
                .isEqualTo("\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a\\u202e\\u2066\\u2069");
        assertThat(Printable.line("\ud83d-\ude00")).isEqualTo("\\ud83d-\\ude00");
    }

    @Test
    void leavesTextAlone() {
        for (String text : new String[] {"", "plain", "é ü 日本", "\ud83d\ude00", "C:\\new \"'"}) {
            assertThat(Printable.line(text)).isSameAs(text);
        }
    }

    @Test
    void keepsTheLinesOfAText() {
        assertThat(Printable.text("one\r\ntwo\tx\rover\n\u001b[1m\n")).isEqualTo("one\r\ntwo\tx\\rover\n\\u001b[1m\n");
        assertThat(Printable.text("")).isEmpty();
    }

    @Property
    void leavesNoControlCharacter(@ForAll String text) {
        assertThat(Printable.line(text).codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        || switch (Character.getDirectionality(c)) {
                            case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                                    Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                                    Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                                    Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE -> true;
                            default -> false;
                        });
    }
}
