package dev.qmp.monitor.internal.human;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import org.junit.jupiter.api.Test;

class ValueTextTest {
    private static String text(String json) {
        return ValueText.of(JsonText.parse(json));
    }

    @Test
    void printsMembersALineEach() {
        assertThat(text("""
                {'status': 'running', 'on': true, 'none': null, 'big': 18446744073709551615, 'd': 1.5,
                 'empty': '', 'padded': ' x', 'lines': 'a\\nb', 'o': {}, 'l': [], 'words': ['a', 'b'],
                 'in': {'a': 1, 'deep': {'er': 'x'}}}""")).isEqualTo("""
                status: running
                on: true
                none: null
                big: 18446744073709551615
                d: 1.5
                empty: ""
                padded: " x"
                lines: "a\\nb"
                o: {}
                l: []
                words: a, b
                in:
                  a: 1
                  deep:
                    er: x
                """);
    }

    @Test
    void printsElementsAfterADash() {
        assertThat(text("""
                [{'label': 'm0', 'open': true}, {'label': 'm1', 'parts': [{'x': 1, 'y': 2}, {}, [1, 2], [[3]], 's']}]""")).isEqualTo("""
                - label: m0
                  open: true
                - label: m1
                  parts:
                    - x: 1
                      y: 2
                    - {}
                    - 1, 2
                    -
                      - 3
                    - s
                """);
    }

    @Test
    void printsScalarsAsTheyAre() {
        assertThat(text("{}")).isEmpty();
        assertThat(text("[]")).isEmpty();
        assertThat(text("5")).isEqualTo("5\n");
        assertThat(text("''")).isEmpty();
        assertThat(text("'é\\r\\nb'")).isEqualTo("é\nb\n");
        assertThat(text("'a\\n'")).isEqualTo("a\n");
    }

    @Test
    void doesNotLetAValueSteerTheTerminal() {
        assertThat(text("'a\\u001b[2J\\rb\\u009b\\t'")).isEqualTo("a\\x1b[2J\\x0db\\x9b\t\n");
        assertThat(text("{'a\\u001b': '\\u001b[2J', 'l': ['\\u007f']}")).isEqualTo("""
                "a\\u001B": "\\u001B[2J"
                l: "\\u007F"
                """);
    }
}
