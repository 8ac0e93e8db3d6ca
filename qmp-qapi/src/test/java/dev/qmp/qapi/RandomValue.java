package dev.qmp.qapi;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes random values of a type, most of them with a fault or two. */
final class RandomValue {
    private static final int DEEP = 4;

    private final Random random;
    private final Configuration configuration;
    private boolean surplus;

    private RandomValue(Random random, Configuration configuration) {
        this.random = random;
        this.configuration = configuration;
    }

    static JsonValue of(Type type, Configuration configuration, Random random) {
        return new RandomValue(random, configuration).value(type, 0);
    }

    private JsonValue value(Type type, int depth) {
        if (random.nextInt(40) == 0) {
            return anything();
        }
        if (type instanceof BuiltinType builtin) {
            return builtin(builtin.kind());
        }
        if (type instanceof EnumType values) {
            List<EnumValue> existing = values.values().stream()
                    .filter(value -> configuration.includes(value.condition()))
                    .toList();
            return JsonValues.string(
                    random.nextInt(20) == 0
                            ? "no-such-value"
                            : existing.get(random.nextInt(existing.size())).name());
        }
        if (type instanceof ArrayType array) {
            JsonArrayBuilder list = JsonValues.array();
            for (int i = random.nextInt(3); i > 0; i--) {
                list.add(value(array.element(), depth + 1));
            }
            return list.build();
        }
        if (type instanceof AlternateType alternate) {
            List<Alternative> branches = alternate.alternatives();
            return random.nextInt(15) == 0
                    ? anything()
                    : value(branches.get(random.nextInt(branches.size())).type(), depth + 1);
        }
        return object((ObjectType) type, depth);
    }

    private JsonValue object(ObjectType type, int depth) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members(type, members, depth);
        // One surplus key at most: which of several is named is up to the server.
        if (!surplus && random.nextInt(30) == 0) {
            surplus = true;
            members.put("surplus", anything());
        }
        List<String> keys = new ArrayList<>(members.keySet());
        Collections.shuffle(keys, random);
        JsonObjectBuilder object = JsonValues.object();
        for (String key : keys) {
            object.add(key, members.get(key));
        }
        return object.build();
    }

    private void members(ObjectType type, Map<String, JsonValue> members, int depth) {
        for (Member member : type.allMembers()) {
            boolean wanted =
                    member.isOptional() ? random.nextInt(depth >= DEEP ? 12 : 4) == 0 : random.nextInt(25) != 0;
            if (wanted && depth < 3 * DEEP && configuration.includes(member.condition())) {
                members.put(member.name(), value(member.type(), depth + 1));
            }
        }
        if (type instanceof UnionType union && members.get(union.tag().name()) instanceof JsonString tag) {
            union.variant(tag.getString()).ifPresent(variant -> members(variant.type(), members, depth));
        }
    }

    private JsonValue builtin(BuiltinType.Kind kind) {
        return switch (kind) {
            case STR -> JsonValues.string("s");
            case BOOL -> JsonValues.of(random.nextBoolean());
            case NULL -> JsonValue.NULL;
            case ANY -> anything();
            case NUMBER -> random.nextBoolean() ? JsonValues.number(1.5) : JsonValues.number(3L);
            default -> integer();
        };
    }

    private JsonValue integer() {
        return switch (random.nextInt(8)) {
            case 0 -> JsonValues.number(random.nextLong());
            case 1 -> JsonValues.unsigned(random.nextLong());
            case 2 -> JsonValues.number(-(long) random.nextInt(300));
            default -> JsonValues.number((long) random.nextInt(300));
        };
    }

    private JsonValue anything() {
        return switch (random.nextInt(8)) {
            case 0 -> JsonValue.NULL;
            case 1 -> JsonValue.TRUE;
            case 2 -> JsonValues.string("x");
            case 3 -> JsonValues.number(1.5);
            case 4 -> JsonValues.unsigned(-1L);
            case 5 -> JsonValues.array().add(1).build();
            case 6 -> JsonValues.EMPTY_OBJECT;
            default -> integer();
        };
    }
}
