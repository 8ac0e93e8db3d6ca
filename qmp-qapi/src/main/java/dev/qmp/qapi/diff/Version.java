package dev.qmp.qapi.diff;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the two schemas: what exists in its configuration.
 *
 * <p>Thread: immutable.
 */
record Version(Schema schema) {
    boolean has(Condition condition) {
        return schema.configuration().includes(condition);
    }

    /** Tells whether conditions are known, and none was decided. */
    boolean isUnfiltered() {
        return !schema.isIntrospected() && schema.configuration().isUnfiltered();
    }

    Map<String, Member> members(ObjectType type) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (Member member : type.allMembers()) {
            if (has(member.condition())) {
                members.put(member.name(), member);
            }
        }
        return members;
    }

    Map<String, EnumValue> values(Type type) {
        Map<String, EnumValue> values = new LinkedHashMap<>();
        if (type instanceof EnumType enumeration) {
            for (EnumValue value : enumeration.values()) {
                if (has(value.condition())) {
                    values.put(value.name(), value);
                }
            }
        }
        return values;
    }

    Map<String, Feature> features(List<Feature> list) {
        if (list.isEmpty()) {
            return Map.of();
        }
        Map<String, Feature> features = new LinkedHashMap<>();
        for (Feature feature : list) {
            if (has(feature.condition())) {
                features.put(feature.name(), feature);
            }
        }
        return features;
    }

    boolean isUnstable(List<Feature> list) {
        return features(list).containsKey(Feature.UNSTABLE);
    }

    /** Returns what a value may be by its JSON type; one entry unless the type is an alternate. */
    Map<JsonType, Alternative> alternatives(Type type) {
        Map<JsonType, Alternative> branches = new EnumMap<>(JsonType.class);
        if (type instanceof AlternateType alternate) {
            for (Alternative branch : alternate.alternatives()) {
                if (has(branch.condition())) {
                    branches.put(branch.type().jsonType(), branch);
                }
            }
        } else {
            branches.put(type.jsonType(), new Alternative(type.name(), type, Condition.always()));
        }
        return branches;
    }

    /** Returns what a value of the tag adds to an object; the type without members if it is nothing. */
    ObjectType branch(ObjectType type, String value) {
        return type instanceof UnionType union
                ? union.variant(value)
                        .filter(variant -> has(variant.condition()))
                        .map(Variant::type)
                        .orElse(schema.emptyType())
                : schema.emptyType();
    }

    /** Returns the declaration that a member is written in. */
    SchemaEntity declaration(Member member, SchemaEntity otherwise) {
        return schema.type(member.definedIn()).map(this::owner).orElse(otherwise);
    }

    /** Returns what somebody wrote: for inline arguments, data and bases, the definition that they are in. */
    SchemaEntity owner(SchemaEntity entity) {
        String name = entity.name();
        if (!entity.isImplicit() || !name.startsWith("q_obj_") || name.lastIndexOf('-') < 0) {
            return entity;
        }
        String user = name.substring("q_obj_".length(), name.lastIndexOf('-'));
        return schema.command(user)
                .<SchemaEntity>map(command -> command)
                .or(() -> schema.event(user))
                .or(() -> schema.type(user))
                .orElse(entity);
    }
}
