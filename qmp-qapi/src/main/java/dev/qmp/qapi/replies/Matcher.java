package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value, or one that is missing, is compared with.
 *
 * <p>Thread: immutable.
 */
sealed interface Matcher {
    /** Tells whether a value is as expected; null stands for one that is missing. */
    boolean matches(@Nullable JsonValue value);

    /** Returns what is expected, in words. */
    String wanted();

    /** Adds what does not fit, one line each, with the way to it. */
    default void explain(String path, @Nullable JsonValue value, List<String> misfits) {
        if (!matches(value)) {
            misfits.add("'" + path + "' is " + (value == null ? "missing" : JsonValues.toText(value)) + ", not "
                    + wanted());
        }
    }

    /** The member is missing. */
    record Absent(boolean expected) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonValue value) {
            return (value == null) == expected;
        }

        @Override
        public String wanted() {
            return expected ? "missing" : "there";
        }
    }

    /** A string in which the expression is found. */
    record Matches(Pattern pattern) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonValue value) {
            return value instanceof JsonString text
                    && pattern.matcher(text.getString()).find();
        }

        @Override
        public String wanted() {
            return "a string that matches " + pattern;
        }
    }

    /** A string, number, boolean or null: {@link #canonical} of it. */
    record Scalar(Object canonical) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonValue value) {
            return value != null && canonical.equals(Matcher.canonical(value));
        }

        @Override
        public String wanted() {
            return canonical instanceof String text ? JsonValues.toText(JsonValues.string(text)) : canonical.toString();
        }
    }

    /** An object with these members at least. */
    record Members(List<String> names, List<Matcher> matchers) implements Matcher {
        static final Members ANY = new Members(List.of(), List.of());

        @Override
        public boolean matches(@Nullable JsonValue value) {
            if (!(value instanceof JsonObject object)) {
                return false;
            }
            for (int i = 0; i < names.size(); i++) {
                if (!matchers.get(i).matches(object.get(names.get(i)))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String wanted() {
            return "an object";
        }

        @Override
        public void explain(String path, @Nullable JsonValue value, List<String> misfits) {
            if (!(value instanceof JsonObject object)) {
                Matcher.super.explain(path, value, misfits);
                return;
            }
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                matchers.get(i).explain(path.isEmpty() ? name : path + "." + name, object.get(name), misfits);
            }
        }
    }

    /** An array of as many elements, each as expected. */
    record Elements(List<Matcher> matchers) implements Matcher {
        @Override
        public boolean matches(@Nullable JsonValue value) {
            if (!(value instanceof JsonArray array) || array.size() != matchers.size()) {
                return false;
            }
            for (int i = 0; i < matchers.size(); i++) {
                if (!matchers.get(i).matches(array.get(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String wanted() {
            return "an array of " + matchers.size() + " such elements";
        }
    }

    /** Returns an object that is equal for equal scalars, numbers by value: 1 and 1.0 are one; null for objects and arrays. */
    static @Nullable Object canonical(JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        if (value instanceof JsonNumber number) {
            OptionalLong integer = JsonValues.asInt64(number);
            if (integer.isPresent()) {
                return integer.getAsLong();
            }
            BigDecimal exact = number.bigDecimalValue().stripTrailingZeros();
            boolean small = exact.scale() <= 0 && exact.precision() - exact.scale() <= 18;
            return small ? (Object) exact.longValueExact() : exact;
        }
        return value instanceof JsonObject || value instanceof JsonArray ? null : value;
    }
}
