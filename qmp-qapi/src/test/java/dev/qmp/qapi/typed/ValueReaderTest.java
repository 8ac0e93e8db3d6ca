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
        assertThat(in.member("z").nullValue()).isEqualTo(JsonValue.NULL);
        assertThat(in.member("o").member("x").smallInteger(IntegerKind.UINT8)).isEqualTo(1);
        assertThat(ArrayValues.int64s(in.member("l"))).containsExactly(1L, 2L);
        assertThat(in.has("z")).isTrue();
        assertThat(in.has("none")).isFalse();
    }

    @Test
    void readsEveryKindOfArray() {
        assertThat(ArrayValues.strings(reader("[\"a\"]"))).containsExactly("a");
        assertThat(ArrayValues.bools(reader("[true]"))).containsExactly(true);
        assertThat(ArrayValues.numbers(reader("[1, 2.5]"))).containsExactly(1.0, 2.5);
        assertThat(ArrayValues.uint64s(reader("[-1]"))).containsExactly(-1L);
        assertThat(ArrayValues.integers(reader("[4294967295]"), IntegerKind.UINT32))
                .containsExactly(4294967295L);
        assertThat(ArrayValues.smallIntegers(reader("[-128]"), IntegerKind.INT8))
                .containsExactly(-128);
        assertThat(ArrayValues.nulls(reader("[null]"))).containsExactly(JsonValue.NULL);
        assertThat(ArrayValues.values(reader("[1, {}]"))).hasSize(2);
    }

    @Test
    void namesThePlaceOfAFault() {
        refuses("{}", in -> in.member("a"), "Parameter 'a' is missing");
        refuses("{\"a\": [{}]}", in -> in.member("a").elements().get(0).member("b"), "Parameter 'a[0].b' is missing");
        refuses("1", ValueReader::string, "Invalid parameter type for '<anonymous>', expected: string");
        refuses("[1, true]", ArrayValues::int64s, "Invalid parameter type for '[1]', expected: integer");
        refuses("{\"a\": 1.0}", in -> in.member("a").int64(), "Invalid parameter type for 'a', expected: integer");
        refuses("{\"a\": \"1\"}", in -> in.member("a").uint64(), "Parameter 'a' expects uint64");
        refuses(
                "{\"a\": {\"b\": 256}}",
                in -> in.member("a").member("b").integer(IntegerKind.UINT8),
                "Parameter 'b' expects uint8_t");
        refuses("[-1]", in -> ArrayValues.integers(in, IntegerKind.UINT32), "Parameter 'null' expects uint32_t");
        refuses("{\"a\": 1}", in -> in.member("a").object(), "Invalid parameter type for 'a', expected: object");
        refuses("{\"a\": 1}", in -> in.member("a").elements(), "Invalid parameter type for 'a', expected: array");
        refuses("{\"a\": 1}", in -> in.member("a").bool(), "Invalid parameter type for 'a', expected: boolean");
        refuses("{\"a\": 1}", in -> in.member("a").nullValue(), "Invalid parameter type for 'a', expected: null");
        refuses("{\"a\": []}", in -> in.member("a").number(), "Invalid parameter type for 'a', expected: number");
    }

    @Test
    void doesNotCheckNumbersOfAValidatedValueAgain() {
        ValueReader in = ValueReader.ofValidated(
                JsonText.parse("{\"a\": [{\"b\": 300, \"s\": true}]}".getBytes(StandardCharsets.UTF_8)));
        ValueReader element = in.member("a").elements().get(0);

        assertThat(element.member("b").integer(IntegerKind.UINT8)).isEqualTo(300);
        assertThatThrownBy(() -> element.member("s").string())
                .isInstanceOf(ValueTypeException.class)
                .hasMessage("Invalid parameter type for 'a[0].s', expected: string");
        assertThatThrownBy(() -> element.member("c"))
                .isInstanceOf(ValueTypeException.class)
                .hasMessage("Parameter 'a[0].c' is missing");
    }

    @Test
    void arraysReadBackAsTheListsTheyWereMadeOf() {
        assertThat(ArrayValues.strings(ValueReader.of(ArrayValues.ofStrings(List.of("a", "b")))))
                .containsExactly("a", "b");
        assertThat(ArrayValues.int64s(ValueReader.of(ArrayValues.ofIntegers(List.of(1, 2L)))))
                .containsExactly(1L, 2L);
        assertThat(ArrayValues.uint64s(ValueReader.of(ArrayValues.ofUnsigned(List.of(-1L)))))
                .containsExactly(-1L);
        assertThat(ArrayValues.numbers(ValueReader.of(ArrayValues.ofNumbers(List.of(0.5)))))
                .containsExactly(0.5);
        assertThat(ArrayValues.bools(ValueReader.of(ArrayValues.ofBooleans(List.of(true)))))
                .containsExactly(true);
        assertThat(ArrayValues.nulls(ValueReader.of(ArrayValues.ofAny(List.of(JsonValue.NULL)))))
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
