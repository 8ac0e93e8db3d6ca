package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {
    @Test
    void knowsTheThreeKindsOfNumbers() {
        assertThat(JsonValues.kind(JsonValues.number(1))).isEqualTo(NumberKind.INT64);
        assertThat(JsonValues.kind(JsonValues.unsigned(-1))).isEqualTo(NumberKind.UINT64);
        assertThat(JsonValues.kind(JsonValues.unsigned(1))).isEqualTo(NumberKind.INT64);
        assertThat(JsonValues.kind(JsonValues.number(1.0))).isEqualTo(NumberKind.DOUBLE);
        assertThat(JsonValues.kind(Json.createValue(5))).isEqualTo(NumberKind.INT64);
        assertThat(JsonValues.kind(Json.createValue(BigInteger.TWO.pow(63)))).isEqualTo(NumberKind.UINT64);
        assertThat(JsonValues.kind(Json.createValue(BigInteger.TWO.pow(64)))).isEqualTo(NumberKind.DOUBLE);
        assertThat(JsonValues.kind(Json.createValue(1.0))).isEqualTo(NumberKind.DOUBLE);
        assertThatThrownBy(() -> JsonValues.number(Double.NaN)).isInstanceOf(NumberFormatException.class);
    }

    /** Of every length that is kept in another way, with escapes and without, and of another implementation. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "query-cm",
                "query-cpu",
                "query-status-abc",
                "query-hotpluggable",
                "qu\u00EBry \"quoted\"",
                "a-name-of-more-than-sixty-four-characters-as-no-command-of-any-schema-has-one"
            })
    void namesHaveTheTextOfTheirStrings(String text) {
        JsonString parsed = (JsonString) JsonText.parse(JsonValues.toText(JsonValues.string(text)));
        assertThat(JsonValues.name(parsed)).isEqualTo(text);
        assertThat(JsonValues.name(parsed)).isEqualTo(text);
        assertThat(JsonValues.name(JsonValues.string(text))).isEqualTo(text);
        assertThat(JsonValues.name(Json.createValue(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"query-status", "query-hotpluggable-cpus"})
    void namesThatRecurAreNotMadeAnew(String text) {
        String first = JsonValues.name((JsonString) JsonText.parse('"' + text + '"'));
        assertThat(JsonValues.name((JsonString) JsonText.parse('"' + text + '"')))
                .isSameAs(first);
    }

    @Test
    void convertsNumbersForConsumers() {
        assertThat(JsonValues.asInt64(JsonValues.number(-1))).isEqualTo(OptionalLong.of(-1));
        assertThat(JsonValues.asInt64(JsonValues.unsigned(-1))).isEmpty();
        assertThat(JsonValues.asInt64(JsonValues.number(1.0))).isEmpty();
        assertThat(JsonValues.asInt64(JsonValues.string("1"))).isEmpty();
        assertThat(JsonValues.asInt64(null)).isEmpty();
        assertThat(JsonValues.asUint64(JsonValues.number(5))).isEqualTo(OptionalLong.of(5));
        assertThat(JsonValues.asUint64(JsonValues.number(-5))).isEmpty();
        assertThat(JsonValues.asUint64(JsonValues.unsigned(-5))).isEqualTo(OptionalLong.of(-5));
        assertThat(JsonValues.asUint64(JsonValues.number(5.0))).isEmpty();
        assertThat(JsonValues.asDouble(JsonValues.unsigned(-1))).isEqualTo(OptionalDouble.of(0x1p64));
        assertThat(JsonValues.asDouble(JsonValues.number(3))).isEqualTo(OptionalDouble.of(3));
        assertThat(JsonValues.asDouble(JsonValue.TRUE)).isEmpty();
    }

    @Test
    void readsMembersWithoutExceptions() {
        JsonObject object = JsonText.parse("{'s':'text','n':1,'o':{},'a':[],'t':true,'f':false}")
                .asJsonObject();
        assertThat(JsonValues.text(null)).isNull();
        assertThat(JsonValues.text(JsonValue.NULL)).isNull();
        assertThat(JsonValues.stringOrNull(object, "s")).isEqualTo("text");
        assertThat(JsonValues.stringOrNull(object, "n")).isNull();
        assertThat(JsonValues.stringOrNull(object, "missing")).isNull();
        assertThat(JsonValues.objectOrNull(object, "o")).isEmpty();
        assertThat(JsonValues.objectOrNull(object, "a")).isNull();
        assertThat(JsonValues.arrayOrNull(object, "a")).isEmpty();
        assertThat(JsonValues.arrayOrNull(object, "missing")).isNull();
        assertThat(JsonValues.booleanOrNull(object, "t")).isTrue();
        assertThat(JsonValues.booleanOrNull(object, "f")).isFalse();
        assertThat(JsonValues.booleanOrNull(object, "s")).isNull();
        assertThat(JsonValues.booleanOrNull(object, "missing")).isNull();
    }

    @Test
    void comparesNumbersByTheirDecimals() {
        assertThat(JsonValues.number(1)).isEqualTo(JsonText.parse("1")).isNotEqualTo(JsonValues.number(1.0));
        assertThat(JsonValues.number(0.0))
                .isEqualTo(JsonValues.number(-0.0))
                .hasSameHashCodeAs(JsonValues.number(-0.0));
        // As BigDecimal.valueOf has it, which takes 1.2345678E7 apart into digits and no scale.
        assertThat(JsonValues.number(12345678.0))
                .isEqualTo(JsonValues.number(12345678L))
                .hasSameHashCodeAs(JsonValues.number(12345678L));
        assertThat(JsonValues.unsigned(-1)).isEqualTo(Json.createValue(new BigInteger("18446744073709551615")));
        assertThat(JsonValues.number(1.0)).isEqualTo(Json.createValue(new BigDecimal("1.0")));
        JsonNumber pi = JsonValues.number(3.75);
        assertThat(pi.isIntegral()).isFalse();
        assertThat(pi.intValue()).isEqualTo(3);
        assertThat(pi.bigIntegerValue()).isEqualTo(BigInteger.valueOf(3));
        assertThat(pi.numberValue()).isEqualTo(3.75);
        assertThatThrownBy(pi::intValueExact).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> JsonValues.number(1L << 40).intValueExact()).isInstanceOf(ArithmeticException.class);
        assertThat(JsonValues.number(1e10)).hasToString("1.0E+10");
        assertThat(JsonValues.unsigned(-2)).hasToString("18446744073709551614");
    }

    @Test
    void comparesStringsWithThoseOfOthers() {
        for (String text : List.of("", "a", "12345678", "123456789", "0123456789abcdef", "0123456789abcdefg", "é\"")) {
            JsonValue parsed = JsonText.parse(JsonValues.toText(JsonValues.string(text)));
            assertThat(parsed).isEqualTo(JsonValues.string(text)).isEqualTo(Json.createValue(text));
            assertThat(Json.createValue(text)).isEqualTo(parsed).hasSameHashCodeAs(parsed);
            assertThat(JsonValues.text(parsed)).isEqualTo(text);
            assertThat(parsed).isNotEqualTo(JsonValues.string(text + "x")).hasToString(JsonValues.toText(parsed));
            assertThat(parsed).isNotEqualTo(JsonText.parse("'" + text.replace("\"", "") + "y'"));
        }
    }

    @Test
    void buildsObjectsInOrderOfInsertion() {
        JsonObjectBuilder builder =
                JsonValues.object().add("b", 1).add("a", "x").addNull("c").add("b", 2L);
        builder.add("d", JsonValues.array().add(true).add(1.5))
                .add("e", JsonValues.object().add("f", new BigDecimal("0.10")));
        builder.add("g", new BigInteger("7"))
                .remove("c")
                .remove("missing")
                .addAll(JsonValues.object().add("h", false));
        JsonObject object = builder.build();
        assertThat(object)
                .hasToString(
                        "{\"b\": 2, \"a\": \"x\", \"d\": [true, 1.5], \"e\": {\"f\": 0.10}, \"g\": 7, \"h\": false}");
        assertThat(builder.build()).isEmpty();
        assertThatThrownBy(() -> builder.add("x", (JsonValue) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> object.put("x", JsonValue.NULL)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> object.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(object::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void buildsArrays() {
        JsonArray array = JsonValues.array()
                .add(1)
                .add("b")
                .addNull()
                .add(0, true)
                .set(1, 2L)
                .remove(2)
                .add(JsonValues.object())
                .build();
        assertThat(array).hasToString("[true, 2, null, {}]").isEqualTo(JsonText.parse("[true,2,null,{}]"));
        assertThat(array.getBoolean(0)).isTrue();
        assertThat(array.getInt(1)).isEqualTo(2);
        assertThat(array.isNull(2)).isTrue();
        assertThat(array.getJsonObject(3)).isEmpty();
        assertThat(array.getInt(9, -1)).isEqualTo(-1);
        assertThat(array.getString(1, "none")).isEqualTo("none");
        assertThat(array.getBoolean(1, true)).isTrue();
        assertThatThrownBy(() -> array.getString(1)).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> array.add(JsonValue.NULL)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> array.get(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void behavesAsJakartaSaysOfObjects() {
        JsonObject object =
                JsonText.parse("{'s':'x','n':7,'t':true,'z':null,'a':[1]}").asJsonObject();
        assertThat(object.getString("s")).isEqualTo("x");
        assertThat(object.getString("n", "y")).isEqualTo("y");
        assertThat(object.getInt("n")).isEqualTo(7);
        assertThat(object.getInt("s", 3)).isEqualTo(3);
        assertThat(object.getBoolean("t")).isTrue();
        assertThat(object.getBoolean("missing", true)).isTrue();
        assertThat(object.isNull("z")).isTrue();
        assertThat(object.getJsonArray("a")).hasSize(1);
        assertThat(object.getJsonObject("missing")).isNull();
        assertThatThrownBy(() -> object.getString("missing")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> object.getInt("s")).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> object.getBoolean("n")).isInstanceOf(ClassCastException.class);
        assertThat(object).isEqualTo(Map.copyOf(object)).hasSameHashCodeAs(Map.copyOf(object));
        assertThat(Map.copyOf(object)).isEqualTo(object);
        JsonObject theirs = Json.createObjectBuilder(object).build();
        assertThat(object).isEqualTo(theirs).hasSameHashCodeAs(theirs);
        assertThat(theirs).isEqualTo(object);
        assertThat(object.getJsonArray("a"))
                .isEqualTo(List.of(JsonValues.number(1)))
                .hasSameHashCodeAs(List.of(JsonValues.number(1)));
        assertThat(object).isNotEqualTo(JsonText.parse("{'s':'x','n':7,'t':true,'z':null,'b':[1]}"));
        assertThat(JsonText.parse("{'a':1,'b':2}")).isEqualTo(JsonText.parse("{'b':2,'a':1}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 15, 16, 17, 18, 33, 100, 5000})
    void findsMembersOfObjectsOfAnySize(int size) {
        StringBuilder text = new StringBuilder("{");
        JsonObjectBuilder builder = JsonValues.object();
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("\"key")
                    .append(i)
                    .append("\":")
                    .append(i);
            builder.add("key" + i, i);
        }
        JsonObject parsed = JsonText.parse(text + "}").asJsonObject();
        assertThat(parsed).isEqualTo(builder.build()).hasSize(size);
        for (int i = 0; i < size; i++) {
            assertThat(parsed.getInt("key" + i)).isEqualTo(i);
        }
        assertThat(parsed.containsKey("key" + size)).isFalse();
        assertThat(new ArrayList<>(parsed.keySet())).hasSize(size).doesNotHaveDuplicates();
        if (size > 0) {
            assertThatThrownBy(() -> JsonText.parse(text + ",'key0':0}")).hasMessage("JSON parse error, duplicate key");
        }
    }

    /** Keys with one and the same String.hashCode; a table that trusted it would need half a billion comparisons here. */
    @Test
    void isNotSlowedDownByKeysThatCollide() {
        List<String> keys = List.of("Aa", "BB");
        while (keys.size() < 1 << 15) {
            keys = keys.stream()
                    .flatMap(k -> java.util.stream.Stream.of(k + "Aa", k + "BB"))
                    .toList();
        }
        StringBuilder text = new StringBuilder("{");
        for (String key : keys) {
            text.append(text.length() == 1 ? "\"" : ",\"").append(key).append("\":0");
        }
        JsonObject object = JsonText.parse(text.append('}').toString()).asJsonObject();
        assertThat(object).hasSize(keys.size());
        for (String key : keys) {
            assertThat(object.containsKey(key)).isTrue();
        }
        assertThat(object.containsKey(keys.get(0) + "Aa")).isFalse();
    }

    @Test
    void handlesValuesNestedDeeperThanAnyStack() {
        int levels = 100_000;
        JsonValue one = nested(levels, 1);
        JsonValue other = nested(levels, 1);
        assertThat(one.equals(other)).isTrue();
        assertThat(one.hashCode()).isEqualTo(other.hashCode());
        assertThat(one.toString()).isEqualTo("[{\"a\": ".repeat(levels) + "1" + "}]".repeat(levels));
        assertThat(one.equals(nested(levels, 2))).isFalse();
    }

    private static JsonValue nested(int levels, int innermost) {
        JsonValue value = JsonValues.number(innermost);
        for (int i = 0; i < levels; i++) {
            value = JsonValues.array().add(JsonValues.object().add("a", value)).build();
        }
        return value;
    }
}
