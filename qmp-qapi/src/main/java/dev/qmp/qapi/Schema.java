package dev.qmp.qapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked schema.
 *
 * <p>It always holds everything that was declared, whatever its condition; {@link #commands()}, {@link #events()} and the
 * look-ups by name show what exists in the schema's {@link Configuration}.
 *
 * <p>Thread: immutable.
 */
public final class Schema {
    private final List<SchemaModule> modules;
    private final Map<String, Type> types;
    private final Map<String, Command> commands;
    private final Map<String, Event> events;
    private final List<SchemaEntity> entities;
    private final List<Doc> docs;
    private final Configuration configuration;
    private final StructType empty;

    Schema(List<SchemaModule> modules, List<SchemaEntity> entities, List<Doc> docs, StructType empty) {
        this(modules, List.copyOf(entities), List.copyOf(docs), empty, Configuration.all());
    }

    private Schema(
            List<SchemaModule> modules,
            List<SchemaEntity> entities,
            List<Doc> docs,
            StructType empty,
            Configuration configuration) {
        this.modules = modules;
        this.entities = entities;
        this.docs = docs;
        this.empty = empty;
        this.configuration = configuration;
        this.types = new LinkedHashMap<>();
        this.commands = new LinkedHashMap<>();
        this.events = new LinkedHashMap<>();
        for (SchemaEntity entity : entities) {
            if (entity instanceof Type type) {
                types.put(type.name(), type);
            } else if (configuration.includes(entity.condition())) {
                if (entity instanceof Command command) {
                    commands.put(command.name(), command);
                } else if (entity instanceof Event event) {
                    events.put(event.name(), event);
                }
            }
        }
    }

    /**
     * Tells whether the schema was built from introspection, so that conditions, names of types, integer types, most flags,
     * documentation and places are not known.
     *
     * @return whether its one module is {@link SchemaModule#INTROSPECTION}
     */
    public boolean isIntrospected() {
        return modules.size() == 1 && modules.get(0).name().equals(SchemaModule.INTROSPECTION);
    }

    /**
     * Returns the same schema under another configuration.
     *
     * @param other which conditions hold
     * @return the schema, sharing the entities of this one
     */
    public Schema withConfiguration(Configuration other) {
        return new Schema(modules, entities, docs, empty, other);
    }

    /**
     * Returns which conditions hold.
     *
     * @return the configuration, {@link Configuration#all()} unless one was given
     */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * Returns the commands that exist.
     *
     * @return the commands in definition order
     */
    public List<Command> commands() {
        return new ArrayList<>(commands.values());
    }

    /**
     * Returns the events that exist.
     *
     * @return the events in definition order
     */
    public List<Event> events() {
        return new ArrayList<>(events.values());
    }

    /**
     * Returns all types, predefined and implicit ones and those whose condition does not hold included.
     *
     * @return the types in definition order, predefined ones first
     */
    public List<Type> types() {
        return new ArrayList<>(types.values());
    }

    /**
     * Returns everything that was declared, whatever its condition.
     *
     * @return all entities in definition order, predefined ones first
     */
    public List<SchemaEntity> entities() {
        return entities;
    }

    /**
     * Returns a command that exists.
     *
     * @param name its name
     * @return the command, if there is one
     */
    public Optional<Command> command(String name) {
        return Optional.ofNullable(commands.get(name));
    }

    /**
     * Returns an event that exists.
     *
     * @param name its name
     * @return the event, if there is one
     */
    public Optional<Event> event(String name) {
        return Optional.ofNullable(events.get(name));
    }

    /**
     * Returns a type, whatever its condition.
     *
     * @param name its name; the implicit ones have generated names such as {@code q_empty} or {@code strList}
     * @return the type, if there is one
     */
    public Optional<Type> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /**
     * Returns the struct used for commands without arguments or result.
     *
     * @return the predefined struct without members
     */
    public StructType emptyType() {
        return empty;
    }

    /**
     * Returns the modules in the order in which QEMU's generator visits them.
     *
     * @return the modules, that of the predefined types first
     */
    public List<SchemaModule> modules() {
        return modules;
    }

    /**
     * Returns all documentation comments, free-form ones included.
     *
     * @return the comments in the order of the flattened source
     */
    public List<Doc> docs() {
        return docs;
    }
}
