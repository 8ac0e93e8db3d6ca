package dev.qmp.qapi.diff;

import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import java.util.List;
import java.util.Map;

/** Names types in reports: by what they are, since their names are not on the wire. */
final class TypeDescriptions {
    private TypeDescriptions() {}

    /** Describes a type. */
    static String of(Type type, Comparison.Context context) {
        if (type instanceof BuiltinType) {
            return canonical(type, context);
        }
        if (type instanceof ArrayType array) {
            return "array of " + of(array.element(), context);
        }
        return type instanceof EnumType ? "enumeration" : type instanceof ObjectType ? "object" : "alternate";
    }

    /** Returns a name that built-in types of the same values share; other types have different ones. */
    static String canonical(Type type, Comparison.Context context) {
        if (type instanceof BuiltinType builtin) {
            boolean integer = builtin.jsonType() == JsonType.INT;
            return integer && !context.areSources()
                    ? "int"
                    : switch (builtin.kind()) {
                        case INT64 -> "int";
                        case SIZE -> "uint64";
                        default -> builtin.kind().typeName();
                    };
        }
        return type.jsonType().wireName() + ' ' + of(type, context);
    }

    /** Describes values of a JSON type. */
    static String of(JsonType json) {
        return switch (json) {
            case STRING -> "strings";
            case NUMBER -> "numbers";
            case INT -> "integers";
            case BOOLEAN -> "booleans";
            case NULL -> "null";
            case OBJECT -> "objects";
            case ARRAY -> "arrays";
            case VALUE -> "anything";
        };
    }

    /** Says that something was added, and whether it is to stay. */
    static String added(Version newer, List<Feature> features) {
        Map<String, Feature> present = newer.features(features);
        return present.containsKey(Feature.UNSTABLE)
                ? " added, unstable"
                : present.containsKey(Feature.DEPRECATED) ? " added, deprecated already" : " added";
    }

    /** Says that something was removed, and whether that was announced. */
    static String removed(Version older, List<Feature> features) {
        return older.features(features).containsKey(Feature.DEPRECATED) ? " removed, was deprecated" : " removed";
    }
}
