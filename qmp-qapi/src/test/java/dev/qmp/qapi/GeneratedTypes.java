package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.internal.java.ClassNames;
import dev.qmp.qapi.internal.java.JavaGenerator;
import dev.qmp.qapi.typed.TypedValue;
import dev.qmp.qapi.typed.ValueTypeException;
import dev.qmp.qapi.validation.TypeValidation;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** The classes generated from a schema, compiled and loaded, beside the schema's own judgement of values. */
final class GeneratedTypes {
    private static final String PACKAGE = "org.example.types";
    private static final String PREFIX = "Hostile";

    private final Schema schema;
    private final TypeValidation checks;
    private final ClassLoader classes;
    private final ClassNames names;
    private final List<Type> types = new ArrayList<>();

    private GeneratedTypes(Schema schema, ClassLoader classes) {
        this.schema = schema;
        this.classes = classes;
        this.names = new ClassNames(schema, PREFIX);
        this.checks = new TypeValidation(schema.configuration());
        for (Type type : schema.types()) {
            if (!type.isImplicit()
                    && !(type instanceof BuiltinType || type instanceof ArrayType)
                    && !isUninhabited(type)
                    && schema.configuration().includes(type.condition())) {
                types.add(type);
            }
        }
    }

    static GeneratedTypes of(Schema schema) {
        try {
            Path folder = Files.createTempDirectory("generated");
            try {
                new JavaGenerator()
                        .generate(schema, Map.of("package", PACKAGE, "side", "types", "prefix", PREFIX), folder);
                return new GeneratedTypes(
                        schema, InMemoryCompiler.compile(folder, TypedValue.class, JsonValues.class, JsonValue.class));
            } finally {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Type> types() {
        return types;
    }

    /** Checks that a class judges a random value as the schema does, and gives it back unharmed; tells whether it is good. */
    boolean agreesOn(Type type, Random random) throws ReflectiveOperationException {
        Class<?> generated = generated(type);
        JsonValue value = RandomValue.of(type, schema.configuration(), random);
        Optional<String> fault = checks.fault(type, value);
        TypedValue typed;
        try {
            typed = (TypedValue)
                    generated.getMethod("fromJson", JsonValue.class).invoke(null, value);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(ValueTypeException.class);
            assertThat(fault).as("%s of %s", value, type).isPresent();
            // Members that are not known are ignored here, so another fault after them is found.
            if (!fault.orElseThrow().endsWith("is unexpected")) {
                assertThat(e.getCause()).as("%s of %s", value, type).hasMessage(fault.orElseThrow());
            }
            return false;
        }
        if (fault.isPresent()) {
            assertThat(fault.orElseThrow()).as("%s of %s", value, type).endsWith("is unexpected");
        }
        JsonValue encoded = typed.toJson();
        assertThat(checks.fault(type, encoded)).as("%s of %s", encoded, type).isEmpty();
        Object again = generated.getMethod("fromJson", JsonValue.class).invoke(null, encoded);
        assertThat(((TypedValue) again).toJson()).hasToString(encoded.toString());
        assertThat(again).isEqualTo(typed).hasSameHashCodeAs(typed);
        return true;
    }

    /** Returns the class of a type. */
    Class<?> generated(Type type) throws ClassNotFoundException {
        return classes.loadClass(PACKAGE + "." + names.of(type));
    }

    private boolean isUninhabited(Type type) {
        return type instanceof EnumType values
                && values.values().stream()
                        .noneMatch(value -> schema.configuration().includes(value.condition()));
    }
}
