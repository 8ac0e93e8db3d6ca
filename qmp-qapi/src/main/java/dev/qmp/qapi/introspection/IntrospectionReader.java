package dev.qmp.qapi.introspection;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaBuilder;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaModule;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.StructType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a model from introspection: types first, then what refers to them.
 *
 * <p>Thread: confined to one reading.
 */
final class IntrospectionReader {
    /** The one command that takes more arguments than QEMU declares, which introspection does not say. */
    private static final String RAW_ARGUMENTS = "device_add";

    private final SchemaBuilder builder = new SchemaBuilder();
    private final List<JsonObject> entries = new ArrayList<>();
    private final Map<String, Type> types = new LinkedHashMap<>();
    private final Map<String, JsonObject> arrays = new LinkedHashMap<>();

    static Schema read(JsonValue returned) {
        JsonValue list = returned instanceof JsonObject reply ? reply.get("return") : returned;
        if (list instanceof JsonArray entries) {
            return new IntrospectionReader().schema(entries);
        }
        throw error("query-qmp-schema returns a list");
    }

    private Schema schema(JsonArray list) {
        StructType empty = builder.struct(header(StructType.EMPTY_NAME, List.of(), true));
        for (JsonValue value : list) {
            if (!(value instanceof JsonObject entry)) {
                throw error("an entry is not an object");
            }
            entries.add(entry);
            shell(entry);
        }
        List<SchemaEntity> entities = new ArrayList<>();
        for (JsonObject entry : entries) {
            entities.add(entity(entry));
        }
        entities.add(empty);
        SchemaModule module = new SchemaModule(SchemaModule.INTROSPECTION, List.of(), entities);
        return builder.build(List.of(module), entities, List.of(), empty);
    }

    private void shell(JsonObject entry) {
        String name = string(entry, "name");
        Type type =
                switch (string(entry, "meta-type")) {
                    case "builtin" -> builder.builtin(builtin(entry));
                    case "enum" -> builder.enumeration(header(entry), values(entry), null);
                    case "object" ->
                        entry.containsKey("tag") ? builder.union(header(entry)) : builder.struct(header(entry));
                    case "alternate" -> builder.alternate(header(entry));
                    default -> null;
                };
        if (type != null && types.put(name, type) != null) {
            throw error("type '" + name + "' is defined twice");
        }
        if (string(entry, "meta-type").equals("array")) {
            arrays.put(name, entry);
        }
    }

    private SchemaEntity entity(JsonObject entry) {
        String name = string(entry, "name");
        switch (string(entry, "meta-type")) {
            case "command" -> {
                boolean oob = Boolean.TRUE.equals(JsonValues.booleanOrNull(entry, "allow-oob"));
                boolean raw = RAW_ARGUMENTS.equals(string(entry, "name"));
                Command.Flags flags = new Command.Flags(false, !raw, true, oob, false, false);
                return builder.command(header(entry), object(entry, "arg-type"), type(entry, "ret-type"), flags);
            }
            case "event" -> {
                return builder.event(header(entry), object(entry, "arg-type"), false);
            }
            case "object" -> link(entry, (ObjectType) type(name));
            case "alternate" -> {
                List<Alternative> branches = new ArrayList<>();
                for (JsonObject member : objects(entry, "members")) {
                    Type type = type(member, "type");
                    branches.add(new Alternative(type.name(), type, Condition.always()));
                }
                builder.alternatives((AlternateType) type(name), branches);
            }
            case "builtin", "enum", "array" -> {}
            default -> throw error("'" + name + "' has an unknown meta-type");
        }
        return type(name);
    }

    private void link(JsonObject entry, ObjectType object) {
        List<Member> members = new ArrayList<>();
        for (JsonObject member : objects(entry, "members")) {
            members.add(new Member(
                    string(member, "name"),
                    type(member, "type"),
                    member.containsKey("default"),
                    Condition.always(),
                    features(member),
                    object.name()));
        }
        builder.members(object, null, members);
        if (object instanceof UnionType union) {
            List<Variant> variants = new ArrayList<>();
            for (JsonObject variant : objects(entry, "variants")) {
                ObjectType type = object(variant, "type");
                variants.add(new Variant(string(variant, "case"), type, Condition.always(), false));
            }
            String tag = string(entry, "tag");
            Member member =
                    union.member(tag).orElseThrow(() -> error(union.describe() + " has no member '" + tag + "'"));
            builder.variants(union, member, variants);
        }
    }

    private static BuiltinType.Kind builtin(JsonObject entry) {
        String name = string(entry, "name");
        String json = string(entry, "json-type");
        for (BuiltinType.Kind kind : BuiltinType.Kind.values()) {
            if (kind.typeName().equals(name) && kind.jsonType().wireName().equals(json)) {
                return kind;
            }
        }
        throw error("built-in type '" + name + "' is not known");
    }

    private static List<EnumValue> values(JsonObject entry) {
        List<EnumValue> values = new ArrayList<>();
        if (entry.containsKey("members")) {
            for (JsonObject member : objects(entry, "members")) {
                values.add(new EnumValue(string(member, "name"), Condition.always(), features(member)));
            }
        } else {
            // Servers before 6.2 list names alone.
            for (String name : strings(entry, "values")) {
                values.add(new EnumValue(name, Condition.always(), List.of()));
            }
        }
        return values;
    }

    private Type type(JsonObject entry, String key) {
        return type(string(entry, key));
    }

    private Type type(String name) {
        Type type = types.get(name);
        JsonObject array = arrays.get(name);
        if (type == null && array != null) {
            if (string(array, "element-type").startsWith("[")) {
                throw error("'" + name + "' is an array of arrays");
            }
            type = builder.array(header(array), type(array, "element-type"));
            types.put(name, type);
        }
        if (type == null) {
            throw error("type '" + name + "' is not defined");
        }
        return type;
    }

    private ObjectType object(JsonObject entry, String key) {
        if (type(entry, key) instanceof ObjectType object) {
            return object;
        }
        throw error("'" + key + "' of '" + entry.getOrDefault("name", entry.get("case")) + "' is not an object type");
    }

    private static SchemaEntity.Header header(JsonObject entry) {
        return header(
                string(entry, "name"),
                features(entry),
                string(entry, "meta-type").equals("array"));
    }

    private static SchemaEntity.Header header(String name, List<Feature> features, boolean implicit) {
        return new SchemaEntity.Header(
                name, Condition.always(), features, null, SourceInfo.NONE, SchemaModule.INTROSPECTION, implicit);
    }

    private static List<Feature> features(JsonObject entry) {
        List<Feature> features = new ArrayList<>();
        if (entry.containsKey("features")) {
            for (String name : strings(entry, "features")) {
                features.add(new Feature(name, Condition.always()));
            }
        }
        return List.copyOf(features);
    }

    private static List<JsonObject> objects(JsonObject entry, String key) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue value : array(entry, key)) {
            if (!(value instanceof JsonObject object)) {
                throw error("'" + key + "' has an element that is not an object");
            }
            objects.add(object);
        }
        return objects;
    }

    private static List<String> strings(JsonObject entry, String key) {
        List<String> strings = new ArrayList<>();
        for (JsonValue value : array(entry, key)) {
            if (!(value instanceof JsonString string)) {
                throw error("'" + key + "' has an element that is not a string");
            }
            strings.add(string.getString());
        }
        return strings;
    }

    private static JsonArray array(JsonObject entry, String key) {
        JsonArray array = JsonValues.arrayOrNull(entry, key);
        if (array == null) {
            throw error("an entry has no array '" + key + "'");
        }
        return array;
    }

    private static String string(JsonObject entry, String key) {
        @Nullable String string = JsonValues.stringOrNull(entry, key);
        if (string == null) {
            throw error("an entry has no string '" + key + "'");
        }
        return string;
    }

    private static SchemaException error(String message) {
        return new SchemaException(
                List.of(Diagnostic.error(SourceInfo.NONE, 0, "introspection cannot be understood: " + message)));
    }
}
