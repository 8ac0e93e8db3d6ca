package dev.qmp.qapi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a schema's model from another form of it: types are made first, then linked to the types that they refer to, then the schema
 * is built. It does not check the rules of the language; that is the compiler's job.
 *
 * <p>Thread: confined to one build.
 */
public final class SchemaBuilder {
    private boolean built;

    /** Makes a builder. */
    public SchemaBuilder() {}

    /**
     * Makes a predefined type.
     *
     * @param kind which
     * @return the type
     */
    public BuiltinType builtin(BuiltinType.Kind kind) {
        return new BuiltinType(kind);
    }

    /**
     * Makes an enumeration.
     *
     * @param header its common part
     * @param values its values in written order
     * @param prefix the prefix of its constants in C, null if the schema does not give one
     * @return the type
     */
    public EnumType enumeration(SchemaEntity.Header header, List<EnumValue> values, @Nullable String prefix) {
        return new EnumType(header, values, prefix);
    }

    /**
     * Makes a struct, without members yet.
     *
     * @param header its common part
     * @return the type
     */
    public StructType struct(SchemaEntity.Header header) {
        return new StructType(header);
    }

    /**
     * Makes a union, without members and branches yet.
     *
     * @param header its common part
     * @return the type
     */
    public UnionType union(SchemaEntity.Header header) {
        return new UnionType(header);
    }

    /**
     * Makes an alternate, without branches yet.
     *
     * @param header its common part
     * @return the type
     */
    public AlternateType alternate(SchemaEntity.Header header) {
        return new AlternateType(header);
    }

    /**
     * Makes an array.
     *
     * @param header its common part
     * @param element the type of its elements
     * @return the type
     */
    public ArrayType array(SchemaEntity.Header header, Type element) {
        return new ArrayType(header, element);
    }

    /**
     * Makes a command.
     *
     * @param header its common part
     * @param argumentType the type of its arguments, without members if it takes none
     * @param returnType the type of its result, without members if it has none
     * @param flags its flags
     * @return the command
     */
    public Command command(SchemaEntity.Header header, ObjectType argumentType, Type returnType, Command.Flags flags) {
        return new Command(header, argumentType, returnType, flags);
    }

    /**
     * Makes an event.
     *
     * @param header its common part
     * @param argumentType the type of its data, without members if it has none
     * @param boxed whether the emitter takes the data as one object
     * @return the event
     */
    public Event event(SchemaEntity.Header header, ObjectType argumentType, boolean boxed) {
        return new Event(header, argumentType, boxed);
    }

    /**
     * Gives a struct or union its members. Its base must have got its own before.
     *
     * @param type the struct or union, which has none yet
     * @param base the type whose members it inherits, null if there is none
     * @param members its own members in written order
     * @throws IllegalStateException if the schema is built
     */
    public void members(ObjectType type, @Nullable ObjectType base, List<Member> members) {
        requireOpen();
        type.link(base, members);
    }

    /**
     * Gives a union its branches.
     *
     * @param type the union
     * @param tag the member whose value selects the branch
     * @param variants the branches in the order of the tag's values
     * @throws IllegalStateException if the schema is built
     */
    public void variants(UnionType type, Member tag, List<Variant> variants) {
        requireOpen();
        type.linkVariants(tag, variants);
    }

    /**
     * Gives an alternate its branches.
     *
     * @param type the alternate
     * @param alternatives the branches in written order
     * @throws IllegalStateException if the schema is built
     */
    public void alternatives(AlternateType type, List<Alternative> alternatives) {
        requireOpen();
        type.link(alternatives);
    }

    /**
     * Builds the schema; the builder is then spent.
     *
     * @param modules the modules, that of the predefined types first
     * @param entities all entities of the modules in definition order
     * @param docs all documentation comments in the order of the flattened source
     * @param empty the struct used for commands without arguments or result
     * @return the schema, in which every condition holds
     * @throws IllegalStateException if it is built already
     */
    public Schema build(List<SchemaModule> modules, List<SchemaEntity> entities, List<Doc> docs, StructType empty) {
        requireOpen();
        built = true;
        return new Schema(List.copyOf(modules), entities, docs, empty);
    }

    private void requireOpen() {
        if (built) {
            throw new IllegalStateException("the schema is built");
        }
    }
}
