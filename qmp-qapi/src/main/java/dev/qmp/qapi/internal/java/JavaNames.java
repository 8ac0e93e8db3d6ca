package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The Java names of everything in a schema. Those of the whole come first, then types, then what commands and events add, each in
 * definition order.
 *
 * <p>Thread: immutable once made; confined to one generation.
 */
final class JavaNames {
    /** Nested in records, so neither a type nor a branch may be called so. */
    static final String BUILDER = "Builder";

    /** Methods of the generated clients and emitters themselves. */
    private static final Set<String> RESERVED_METHODS = Set.of("client", "emit", "within", "blocking");

    private final Set<String> topLevel = new HashSet<>();
    private final Map<SchemaEntity, String> types = new HashMap<>();
    private final Map<SchemaEntity, String> methods = new HashMap<>();
    // By identity: values of two enumerations may be equal.
    private final IdentityHashMap<EnumValue, String> constants = new IdentityHashMap<>();
    private final String prefix;

    JavaNames(Schema schema, Selection selection, String prefix) {
        this.prefix = prefix;
        NameScope scope = NameScope.ofTypes(Set.of(BUILDER));
        for (String whole :
                new String[] {commands(), provider(), event(), emitter(), client(), blockingClient(), listener()}) {
            scope.allocate(whole);
            topLevel.add(whole);
        }
        for (Type type : selection.types()) {
            type(type, scope.allocate(Identifiers.type(type.name())));
            if (type instanceof EnumType values) {
                constants(values, selection);
            }
        }
        NameScope methodScope = NameScope.ofMethods(RESERVED_METHODS);
        for (Command command : selection.commands()) {
            methods.put(
                    command,
                    methodScope.allocate(Identifiers.variable(command.name()), command.allowOob() ? "Oob" : ""));
            if (command.argumentType().isImplicit() && command.argumentType() != schema.emptyType()) {
                type(command, scope.allocate(Identifiers.type(command.name()) + "Arguments"));
            }
        }
        NameScope eventScope = NameScope.ofMethods(RESERVED_METHODS);
        for (Event event : selection.events()) {
            methods.put(event, eventScope.allocate(Identifiers.variableOfCapitals(event.name())));
            type(event, scope.allocate(Identifiers.typeOfCapitals(event.name()) + "Event"));
        }
    }

    private void type(SchemaEntity entity, String name) {
        types.put(entity, name);
        topLevel.add(name);
    }

    private void constants(EnumType type, Selection selection) {
        NameScope scope = NameScope.ofMembers(Set.of());
        for (EnumValue value : selection.values(type)) {
            constants.put(value, scope.allocate(Identifiers.constant(value.name())));
        }
    }

    /** Returns the names of all top-level types. */
    Set<String> topLevel() {
        return topLevel;
    }

    /** Returns the class of a type, of the arguments of a command, or of an event. */
    String type(SchemaEntity entity) {
        String name = types.get(entity);
        if (name == null) {
            throw new IllegalStateException(entity.describe() + " has no class");
        }
        return name;
    }

    /** Tells whether there is such a class. */
    boolean hasType(SchemaEntity entity) {
        return types.containsKey(entity);
    }

    /** Returns the method of a command or event. */
    String method(SchemaEntity entity) {
        String name = methods.get(entity);
        if (name == null) {
            throw new IllegalStateException(entity.describe() + " has no method");
        }
        return name;
    }

    /** Returns the constant of an enumeration's value. */
    String constant(EnumType type, String value) {
        String name = constants.get(type.value(value).orElseThrow());
        if (name == null) {
            throw new IllegalStateException("value '" + value + "' of " + type.describe() + " has no constant");
        }
        return name;
    }

    /** Returns the interface of all commands. */
    String commands() {
        return prefix + "Commands";
    }

    /** Returns the provider. */
    String provider() {
        return prefix + "CommandsProvider";
    }

    /** Returns the interface of all events. */
    String event() {
        return prefix + "Event";
    }

    /** Returns the class that emits events. */
    String emitter() {
        return prefix + "Emitter";
    }

    /** Returns the client. */
    String client() {
        return prefix + "Client";
    }

    /** Returns the client whose calls wait for their replies. */
    String blockingClient() {
        return prefix + "BlockingClient";
    }

    /** Returns the interface of event listeners. */
    String listener() {
        return prefix + "Listener";
    }
}
