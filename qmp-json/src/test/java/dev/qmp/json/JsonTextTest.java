package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1     | JSON parse error, premature EOI",
                "``           | Expecting a JSON value",
                "[1 2         | JSON parse error, expected separator in list",
                "{}{}         | Expecting at most one JSON value",
                "{}@          | Expecting at most one JSON value",
                "\"abc        | JSON parse error, stray '\"abc'",
                "1 foo        | Expecting at most one JSON value",
                "1.           | JSON parse error, stray '1.'",
                "-            | JSON parse error, stray '-'",
                "foo 1        | JSON parse error, invalid keyword 'foo'",
                "%s           | JSON parse error, stray '%'",
                "[1,          | JSON parse error, premature EOI",
            })
    void refusesWhatIsNotOneValue(String text, String message) {
        assertThatThrownBy(() -> JsonText.parse(text))
                .isInstanceOf(JsonParseException.class)
                .hasMessage(message);
    }

    @Test
    void takesANumberWithNothingBehindIt() {
        assertThat(JsonText.parse("12")).isEqualTo(JsonValues.number(12));
        assertThat(JsonText.parse(" -0.5e1\n")).isEqualTo(JsonValues.number(-5.0));
    }

    @Test
    void readsTheCharactersOfAJavaString() {
        String text = "é€\uD83D\uDE00";
        assertThat(JsonText.parse("'" + text + "'")).isEqualTo(JsonValues.string(text));
        assertThatThrownBy(() -> JsonText.parse("'\uD83D'"))
                .hasMessage("JSON parse error, invalid UTF-8 sequence in string");
        assertThatThrownBy(() -> JsonText.parse("'\u0000'")).hasMessage("JSON parse error, stray '''");
    }

    @Test
    void saysWhereTheFaultIs() {
        assertThatThrownBy(() -> JsonText.parse("[1, x]"))
                .isInstanceOfSatisfying(
                        JsonParseException.class, e -> assertThat(e.offset()).isEqualTo(4));
        assertThatThrownBy(() -> JsonText.parse(new byte[] {'[', '[', ']', ']'}, JsonLimits.DEFAULT.withNesting(1)))
                .hasMessage("JSON nesting depth limit exceeded");
    }
}
