package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state of the lexer, by a prefix that leads there, with every byte, in one piece and cut before and behind the byte. */
class LexerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "\"a", "\"a\\", "'a", "'a\\", "-", "0", "-0", "12", "1.", "1.5", "1e", "1e-", "1e5", "tru", "@",
                "[", "[1", "{\"a\"", "[\"b"
            })
    void doesWithEveryByteWhatTheModelDoes(String prefix) {
        for (String suffix : new String[] {"", " ", "1\"'],{\"k\":2}\n3 ", "\",\"]}'}"}) {
            for (int b = 0; b < 256; b++) {
                byte[] input = Inputs.concat(Inputs.latin(prefix), new byte[] {(byte) b}, Inputs.latin(suffix));
                for (boolean flush : new boolean[] {false, true}) {
                    List<String> expected = ModelParser.of(input, JsonLimits.DEFAULT, flush);
                    assertThat(Outcomes.of(input, List.of(), JsonLimits.DEFAULT, flush))
                            .as("%s %02X %s", prefix, b, suffix)
                            .isEqualTo(expected);
                    assertThat(Outcomes.of(
                                    input, List.of(prefix.length(), prefix.length() + 1), JsonLimits.DEFAULT, flush))
                            .as("%s %02X %s", prefix, b, suffix)
                            .isEqualTo(expected);
                }
            }
        }
    }
}
