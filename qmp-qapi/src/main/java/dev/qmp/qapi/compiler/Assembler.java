package dev.qmp.qapi.compiler;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaBuilder;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.SchemaModule;
import dev.qmp.qapi.StructType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import dev.qmp.qapi.internal.draft.AlternateDef;
import dev.qmp.qapi.internal.draft.ArrayDef;
import dev.qmp.qapi.internal.draft.BuiltinDef;
import dev.qmp.qapi.internal.draft.CommandDef;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.EventDef;
import dev.qmp.qapi.internal.draft.ModuleKey;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.Payload;
import dev.qmp.qapi.internal.draft.TypeDef;
import dev.qmp.qapi.internal.parse.DocBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the immutable model from a checked draft: types first, then what refers to them.
 *
 * <p>Thread: confined to one compilation.
 */
final class Assembler {
    private final Draft draft;
    private final SchemaBuilder builder = new SchemaBuilder();
    private final Map<Def, SchemaEntity> built = new HashMap<>(4096);
    private final Map<DocBlock, Doc> docs = new HashMap<>(2048);
    private final Set<ObjectDef> linked = new HashSet<>();

    private Assembler(Draft draft) {
        this.draft = draft;
    }

    static Schema assemble(Draft draft) {
        return new Assembler(draft).assemble();
    }

    private Schema assemble() {
        for (DocBlock doc : draft.docs()) {
            docs.put(doc, doc.toDoc());
        }
        for (Def def : draft.entities()) {
            shell(def);
        }
        for (Def def : draft.entities()) {
            if (def instanceof ArrayDef array) {
                TypeDef element = Objects.requireNonNull(array.element());
                built.put(array, builder.array(header(array, element.condition(), element.module()), type(element)));
            }
        }
        for (Def def : draft.entities()) {
            link(def);
        }
        List<SchemaEntity> entities = new ArrayList<>(draft.entities().size());
        Map<ModuleKey, List<SchemaEntity>> byModule = new LinkedHashMap<>();
        for (ModuleKey module : draft.modules().keySet()) {
            byModule.put(module, new ArrayList<>());
        }
        for (Def def : draft.entities()) {
            SchemaEntity entity = Objects.requireNonNull(built.get(def));
            entities.add(entity);
            Objects.requireNonNull(byModule.get(moduleOf(def))).add(entity);
        }
        List<SchemaModule> modules = new ArrayList<>();
        draft.modules()
                .forEach((key, includes) ->
                        modules.add(new SchemaModule(key.name(), includes, Objects.requireNonNull(byModule.get(key)))));
        return builder.build(modules, entities, inOrder(), (StructType) type(draft.empty()));
    }

    private List<Doc> inOrder() {
        List<Doc> list = new ArrayList<>(draft.docs().size());
        for (DocBlock doc : draft.docs()) {
            list.add(Objects.requireNonNull(docs.get(doc)));
        }
        return list;
    }

    private static ModuleKey moduleOf(Def def) {
        return def instanceof ArrayDef array
                ? Objects.requireNonNull(array.element()).module()
                : def.module();
    }

    private void shell(Def def) {
        if (def instanceof BuiltinDef builtin) {
            built.put(def, builder.builtin(builtin.kind()));
        } else if (def instanceof EnumDef type) {
            List<EnumValue> values = new ArrayList<>(type.values().size());
            for (PartDef value : type.values()) {
                values.add(new EnumValue(value.name(), value.condition(), value.features()));
            }
            built.put(def, builder.enumeration(header(def), values, type.prefix()));
        } else if (def instanceof ObjectDef object) {
            built.put(def, object.isUnion() ? builder.union(header(def)) : builder.struct(header(def)));
        } else if (def instanceof AlternateDef) {
            built.put(def, builder.alternate(header(def)));
        }
    }

    private void link(Def def) {
        if (def instanceof ObjectDef object) {
            linkObject(object);
        } else if (def instanceof AlternateDef alternate) {
            List<Alternative> alternatives = new ArrayList<>();
            for (PartDef branch : alternate.branches()) {
                alternatives.add(new Alternative(branch.name(), type(branch.type()), branch.condition()));
            }
            builder.alternatives((AlternateType) type(alternate), alternatives);
        } else if (def instanceof CommandDef command) {
            built.put(
                    def,
                    builder.command(
                            header(def),
                            arguments(command.payload()),
                            typeOrEmpty(command.returnType()),
                            command.flags()));
        } else if (def instanceof EventDef event) {
            built.put(
                    def,
                    builder.event(
                            header(def),
                            arguments(event.payload()),
                            event.payload().boxed()));
        }
    }

    private void linkObject(ObjectDef def) {
        if (!linked.add(def)) {
            return;
        }
        ObjectType object = (ObjectType) type(def);
        ObjectDef base = def.base();
        if (base != null) {
            linkObject(base);
        }
        List<Member> members = new ArrayList<>(def.members().size());
        for (PartDef member : def.members()) {
            members.add(new Member(
                    member.name(),
                    type(member.type()),
                    member.optional(),
                    member.condition(),
                    member.features(),
                    def.name()));
        }
        builder.members(object, base == null ? null : (ObjectType) type(base), members);
        if (object instanceof UnionType union) {
            List<Variant> variants = new ArrayList<>(def.branches().size());
            for (PartDef branch : def.branches()) {
                variants.add(new Variant(
                        branch.name(), (ObjectType) type(branch.type()), branch.condition(), branch.implied()));
            }
            Member tag = union.member(String.valueOf(def.tagName())).orElseThrow();
            builder.variants(union, tag, variants);
        }
    }

    private ObjectType arguments(Payload payload) {
        return (ObjectType) typeOrEmpty(payload.type());
    }

    private Type typeOrEmpty(@Nullable TypeDef def) {
        return type(def == null ? draft.empty() : def);
    }

    private Type type(TypeDef def) {
        return (Type) Objects.requireNonNull(built.get(def));
    }

    private SchemaEntity.Header header(Def def) {
        return header(def, def.condition(), def.module());
    }

    private SchemaEntity.Header header(Def def, Condition condition, ModuleKey module) {
        DocBlock block = def.doc();
        Doc doc = block == null ? null : docs.get(block);
        return new SchemaEntity.Header(
                def.name(),
                condition,
                List.copyOf(def.features()),
                doc,
                def.site().info(),
                module.name(),
                def.implicit());
    }
}
