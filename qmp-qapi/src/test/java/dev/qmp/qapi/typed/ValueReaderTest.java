package dev.qmp.qapi.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ValueReaderTest {
    private static ValueReader reader(String json) {
        return ValueReader.of(JsonText.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static void refuses(String json, Function<ValueReader, Object> read, String message) {
        assertThatThrownBy(() -> read.apply(reader(json)))
                .isInstanceOf(ValueTypeException.class)
                .hasMessage(message);
    }

    @Test
    void readsEveryKindOfValue() {
        ValueReader in =
                reader("{\"s\": \"x\", \"b\": false, \"n\": 3, \"d\": 1.5, \"i\": -7, \"u\": 18446744073709551615,"
                        + " \"m\": -1, \"z\": null, \"o\": {\"x\": 1}, \"l\": [1, 2]}");

        assertThat(in.member("s").string()).isEqualTo("x");
        assertThat(in.member("b").bool()).isFalse();
        assertThat(in.member("n").number()).isEqualTo(3.0);
        assertThat(in.member("d").number()).isEqualTo(1.5);
        assertThat(in.member("i").int64()).isEqualTo(-7);
        assertThat(in.member("u").uint64()).isEqualTo(-1L);
        assertThat(in.member("m").uint64()).isEqualTo(-1L);
        assertThat(in.member("z").nothing()).isEqualTo(JsonValue.NULL);
        assertThat(in.member("o").member("x").smallInteger(IntegerKind.UINT8)).isEqualTo(1);
        assertThat(in.member("l").int64s()).containsExactly(1L, 2L);
        assertThat(in.has("z")).isTrue();
        assertThat(in.has("none")).isFalse();
    }

    @Test
    void readsEveryKindOfArray() {
        assertThat(reader("[\"a\"]").strings()).containsExactly("a");
        assertThat(reader("[true]").bools()).containsExactly(true);
        assertThat(reader("[1, 2.5]").numbers()).containsExactly(1.0, 2.5);
        assertThat(reader("[-1]").uint64s()).containsExactly(-1L);
        assertThat(reader("[4294967295]").integers(IntegerKind.UINT32)).containsExactly(4294967295L);
        assertThat(reader("[-128]").smallIntegers(IntegerKind.INT8)).containsExactly(-128);
        assertThat(reader("[null]").nothings()).containsExactly(JsonValue.NULL);
        assertThat(reader("[1, {}]").values()).hasSize(2);
    }

    @Test
    void namesThePlaceOfAFault() {
        refuses("{}", in -> in.member("a"), "Parameter 'a' is missing");
        refuses("{\"a\": [{}]}", in -> in.member("a").elements().get(0).member("b"), "Parameter 'a[0].b' is missing");
        refuses("1", ValueReader::string, "Invalid parameter type for '<anonymous>', expected: string");
        refuses("[1, true]", ValueReader::int64s, "Invalid parameter type for '[1]', expected: integer");
        refuses("{\"a\": 1.0}", in -> in.member("a").int64(), "Invalid parameter type for 'a', expected: integer");
        refuses("{\"a\": \"1\"}", in -> in.member("a").uint64(), "Parameter 'a' expects uint64");
        refuses(
                "{\"a\": {\"b\": 256}}",
                in -> in.member("a").member("b").integer(IntegerKind.UINT8),
                "Parameter 'b' expects uint8_t");
        refuses("[-1]", in -> in.integers(IntegerKind.UINT32), "Parameter 'null' expects uint32_t");
        refuses("{\"a\": 1}", in -> in.member("a").object(), "Invalid parameter type for 'a', expected: object");
        refuses("{\"a\": 1}", in -> in.member("a").elements(), "Invalid parameter type for 'a', expected: array");
        refuses("{\"a\": 1}", in -> in.member("a").bool(), "Invalid parameter type for 'a', expected: boolean");
        refuses("{\"a\": 1}", in -> in.member("a").nothing(), "Invalid parameter type for 'a', expected: null");
        refuses("{\"a\": []}", in -> in.member("a").number(), "Invalid parameter type for 'a', expected: number");
    }

    @Test
    void arraysReadBackAsTheListsTheyWereMadeOf() {
        assertThat(ValueReader.of(ArrayValues.ofStrings(List.of("a", "b"))).strings())
                .containsExactly("a", "b");
        assertThat(ValueReader.of(ArrayValues.ofIntegers(List.of(1, 2L))).int64s())
                .containsExactly(1L, 2L);
        assertThat(ValueReader.of(ArrayValues.ofUnsigned(List.of(-1L))).uint64s())
                .containsExactly(-1L);
        assertThat(ValueReader.of(ArrayValues.ofNumbers(List.of(0.5))).numbers())
                .containsExactly(0.5);
        assertThat(ValueReader.of(ArrayValues.ofBooleans(List.of(true))).bools())
                .containsExactly(true);
        assertThat(ValueReader.of(ArrayValues.ofAny(List.of(JsonValue.NULL))).nothings())
                .hasSize(1);
        assertThat(ArrayValues.of(List.of(() -> JsonValues.number(1)))).hasToString("[1]");
    }

    @Test
    void narrowIntegersHaveRanges() {
        IntegerKind.INT16.check(Short.MIN_VALUE, "m");
        IntegerKind.UINT16.check(Optional.of(65535), "m");
        assertThatThrownBy(() -> IntegerKind.UINT8.check(List.of(1, 256), "port"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'port' is out of range (0 to 255): 256");
        assertThatThrownBy(() -> IntegerKind.UINT32.check(Optional.of(-1L), "port"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
