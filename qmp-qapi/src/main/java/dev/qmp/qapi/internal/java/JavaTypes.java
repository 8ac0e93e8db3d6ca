package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Type;
import org.jspecify.annotations.Nullable;

/**
 * The schema's types in Java, as one file writes them: how values are held, read and written.
 *
 * <p>Thread: immutable; confined to one generation.
 */
final class JavaTypes {
    private final Imports imports;
    private final JavaNames names;

    JavaTypes(Imports imports, JavaNames names) {
        this.imports = imports;
        this.names = names;
    }

    /** Returns the type of a value that is always there. */
    String plain(Type type) {
        if (type instanceof BuiltinType builtin) {
            return switch (builtin.kind()) {
                case BOOL -> "boolean";
                case NUMBER -> "double";
                case INT8, INT16, INT32, UINT8, UINT16 -> "int";
                case INT, INT64, UINT32, UINT64, SIZE -> "long";
                case STR, ANY, NULL -> boxed(type);
            };
        }
        return boxed(type);
    }

    /** Returns the type of a value as an object. */
    String boxed(Type type) {
        if (type instanceof ArrayType array) {
            return imports.resolve("{List}<") + boxed(array.element()) + ">";
        }
        if (type instanceof BuiltinType builtin) {
            return imports.resolve(
                    switch (builtin.kind()) {
                        case STR -> "{String}";
                        case BOOL -> "{Boolean}";
                        case NUMBER -> "{Double}";
                        case INT8, INT16, INT32, UINT8, UINT16 -> "{Integer}";
                        case INT, INT64, UINT32, UINT64, SIZE -> "{Long}";
                        case ANY, NULL -> "{JsonValue}";
                    });
        }
        return own(type);
    }

    /** Returns the type of a value that may be absent. */
    String optional(Type type) {
        return imports.resolve("{Optional}<") + boxed(type) + ">";
    }

    /** Refers to the class of a type of the schema. */
    String own(Type type) {
        return imports.own(names.type(type));
    }

    /** Tells whether a value that is always there can be null in Java. */
    static boolean isReference(Type type) {
        return !(type instanceof BuiltinType builtin)
                || switch (builtin.kind()) {
                    case STR, ANY, NULL -> true;
                    default -> false;
                };
    }

    /** Returns the expression that reads a value. */
    String read(Type type, String reader) {
        if (type instanceof ArrayType array) {
            return readList(array.element(), reader);
        }
        if (type instanceof BuiltinType builtin) {
            return reader
                    + switch (builtin.kind()) {
                        case STR -> ".string()";
                        case BOOL -> ".bool()";
                        case NUMBER -> ".number()";
                        case INT, INT64 -> ".int64()";
                        case UINT64, SIZE -> ".uint64()";
                        case UINT32 -> ".integer(" + kind(builtin) + ")";
                        case INT8, INT16, INT32, UINT8, UINT16 -> ".smallInteger(" + kind(builtin) + ")";
                        case ANY -> ".value()";
                        case NULL -> ".nullValue()";
                    };
        }
        return own(type) + ".read(" + reader + ")";
    }

    private String readList(Type element, String reader) {
        if (element instanceof BuiltinType builtin) {
            String method =
                    switch (builtin.kind()) {
                        case STR -> "strings";
                        case BOOL -> "bools";
                        case NUMBER -> "numbers";
                        case INT, INT64 -> "int64s";
                        case UINT64, SIZE -> "uint64s";
                        case UINT32 -> "integers";
                        case INT8, INT16, INT32, UINT8, UINT16 -> "smallIntegers";
                        case ANY -> "values";
                        case NULL -> "nulls";
                    };
            String kind = method.endsWith("ntegers") ? ", " + kind(builtin) : "";
            return imports.resolve("{ArrayValues}.") + method + "(" + reader + kind + ")";
        }
        return own(element) + ".readList(" + reader + ")";
    }

    /** Returns the expression that makes JSON of a value. */
    String write(Type type, String value) {
        if (type instanceof ArrayType array) {
            return imports.resolve("{ArrayValues}" + writeList(array.element()) + "(" + value + ")");
        }
        if (type instanceof BuiltinType builtin) {
            return imports.resolve(
                    switch (builtin.kind()) {
                        case STR -> "{JsonValues}.string(" + value + ")";
                        case BOOL -> "{JsonValues}.of(" + value + ")";
                        case UINT64, SIZE -> "{JsonValues}.unsigned(" + value + ")";
                        case ANY, NULL -> value;
                        default -> "{JsonValues}.number(" + value + ")";
                    });
        }
        return value + ".toJson()";
    }

    private static String writeList(Type element) {
        if (element instanceof BuiltinType builtin) {
            return switch (builtin.kind()) {
                case STR -> ".ofStrings";
                case BOOL -> ".ofBooleans";
                case NUMBER -> ".ofNumbers";
                case UINT64, SIZE -> ".ofUnsigned";
                case ANY, NULL -> ".ofAny";
                default -> ".ofIntegers";
            };
        }
        return ".of";
    }

    /** Returns the kind of integers whose range Java's type does not have already; null for all else. */
    @Nullable
    String narrowKind(Type type) {
        Type value = type instanceof ArrayType array ? array.element() : type;
        if (value instanceof BuiltinType builtin) {
            return switch (builtin.kind()) {
                case INT8, INT16, UINT8, UINT16, UINT32 -> kind(builtin);
                default -> null;
            };
        }
        return null;
    }

    private String kind(BuiltinType builtin) {
        return imports.resolve("{IntegerKind}.") + builtin.kind().name();
    }
}
