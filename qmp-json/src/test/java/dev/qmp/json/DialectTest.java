package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code dialect.txt}, which were seen on the wire of a real monitor, in one piece and byte by byte. */
class DialectTest {
    private static final Pattern CHARACTER = Pattern.compile("<([0-9A-F]{4})>");

    static Stream<String> cases() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(DialectTest.class.getResourceAsStream("dialect.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasTheOutcomesOfTheRealMonitor(String line) {
        String[] halves = line.split(" =>", 2);
        byte[] input = bytes(halves[0] + "~");
        List<String> expected = new ArrayList<>();
        for (String outcome :
                halves[1].isBlank() ? new String[0] : halves[1].substring(1).split(" \\| ")) {
            expected.add(expected(outcome));
        }
        assertThat(outcomes(input, List.of())).isEqualTo(expected);
        assertThat(outcomes(input, IntStream.range(0, input.length).boxed().toList()))
                .isEqualTo(expected);
    }

    private static List<String> outcomes(byte[] input, List<Integer> cuts) {
        return Outcomes.of(input, cuts, JsonLimits.DEFAULT, false);
    }

    private static String expected(String outcome) {
        String text = outcome.substring(2);
        return switch (outcome.charAt(0)) {
            case 'V' -> {
                String described = Outcomes.describe(JsonText.parse(text));
                assertThat(JsonValues.toText(JsonText.parse(text))).isEqualTo(text);
                yield described;
            }
            case 'P' -> "!JSON parse error, " + characters(text);
            default -> "!" + characters(text);
        };
    }

    private static String characters(String text) {
        return CHARACTER
                .matcher(text)
                .replaceAll(m ->
                        java.util.regex.Matcher.quoteReplacement(Character.toString(Integer.parseInt(m.group(1), 16))));
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 3;
            } else {
                out.write(c == '~' ? '\n' : c);
            }
        }
        return out.toByteArray();
    }
}
