package dev.qmp.qapi.introspection;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import dev.qmp.qapi.introspection.IntrospectionOptions.OobListing;
import dev.qmp.qapi.validation.CompatPolicy;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;

/**
 * Describes entities one by one; types that they use are noted. Keys come in the order of a QEMU server's replies.
 *
 * <p>Thread: confined to one introspection.
 */
final class EntryWriter {
    private final Configuration configuration;
    private final IntrospectionOptions options;
    private final TypeUses uses;
    private final boolean hidesDeprecated;

    /** Makes a writer. */
    EntryWriter(Configuration configuration, IntrospectionOptions options, TypeUses uses) {
        this.configuration = configuration;
        this.options = options;
        this.uses = uses;
        this.hidesDeprecated = options.policy().deprecatedOutput() == CompatPolicy.Output.HIDE;
    }

    /** Tells whether an entity is shown at all. */
    boolean shows(SchemaEntity entity) {
        boolean hidden = hidesDeprecated && !(entity instanceof Type) && entity.hasFeature(Feature.DEPRECATED);
        return exists(entity.condition()) && !hidden;
    }

    /** Describes an entity. */
    JsonObject entry(SchemaEntity entity) {
        JsonObjectBuilder entry = JsonValues.object();
        if (entity instanceof Command command) {
            command(entry, command);
        } else if (entity instanceof Event event) {
            entry.add("name", event.name());
            entry.add("meta-type", "event");
            entry.add("arg-type", uses.use(event.argumentType()));
        } else {
            type(entry, (Type) entity);
        }
        features(entry, entity.features());
        return entry.build();
    }

    private void command(JsonObjectBuilder entry, Command command) {
        String arguments = uses.use(command.argumentType());
        entry.add("name", command.name());
        entry.add("ret-type", uses.use(command.returnType()));
        boolean oob = command.allowOob() || options.forcedOob().contains(command.name());
        if (oob || options.oob() == OobListing.ALWAYS) {
            entry.add("allow-oob", JsonValues.of(oob));
        }
        entry.add("meta-type", "command");
        entry.add("arg-type", arguments);
    }

    private void type(JsonObjectBuilder entry, Type type) {
        entry.add("name", uses.nameOf(type));
        if (type instanceof EnumType values) {
            enumeration(entry, values);
        } else if (type instanceof ObjectType object) {
            object(entry, object);
        } else if (type instanceof AlternateType alternate) {
            JsonArrayBuilder members = JsonValues.array();
            for (Alternative branch : alternate.alternatives()) {
                String name = uses.use(branch.type());
                if (exists(branch.condition())) {
                    members.add(JsonValues.object().add("type", name));
                }
            }
            entry.add("members", members).add("meta-type", "alternate");
        } else if (type instanceof ArrayType array) {
            entry.add("element-type", uses.use(array.element())).add("meta-type", "array");
        } else {
            entry.add("json-type", type.jsonType().wireName()).add("meta-type", "builtin");
        }
    }

    private void enumeration(JsonObjectBuilder entry, EnumType type) {
        JsonArrayBuilder members = JsonValues.array();
        JsonArrayBuilder names = JsonValues.array();
        for (EnumValue value : type.values()) {
            if (exists(value.condition())) {
                JsonObjectBuilder member = JsonValues.object().add("name", value.name());
                features(member, value.features());
                members.add(member);
                names.add(value.name());
            }
        }
        entry.add("members", members).add("meta-type", "enum");
        if (!hidesDeprecated) {
            entry.add("values", names);
        }
    }

    private void object(JsonObjectBuilder entry, ObjectType type) {
        JsonArray members = members(type.allMembers());
        if (type instanceof UnionType union) {
            JsonArrayBuilder variants = JsonValues.array();
            for (Variant variant : union.variants()) {
                String name = uses.use(variant.type());
                if (exists(variant.condition())) {
                    variants.add(JsonValues.object().add("case", variant.name()).add("type", name));
                }
            }
            entry.add("tag", union.tag().name()).add("variants", variants);
        }
        entry.add("members", members).add("meta-type", "object");
    }

    private JsonArray members(List<Member> members) {
        JsonArrayBuilder list = JsonValues.array();
        for (Member member : members) {
            String name = uses.use(member.type());
            if (exists(member.condition()) && !(hidesDeprecated && member.hasFeature(Feature.DEPRECATED))) {
                JsonObjectBuilder entry = JsonValues.object().add("name", member.name());
                if (member.isOptional()) {
                    entry.add("default", JsonValue.NULL);
                }
                entry.add("type", name);
                features(entry, member.features());
                list.add(entry);
            }
        }
        return list.build();
    }

    private void features(JsonObjectBuilder entry, List<Feature> features) {
        if (!features.isEmpty()) {
            JsonArrayBuilder names = JsonValues.array();
            for (Feature feature : features) {
                if (exists(feature.condition())) {
                    names.add(feature.name());
                }
            }
            entry.add("features", names);
        }
    }

    private boolean exists(Condition condition) {
        return configuration.includes(condition);
    }
}
