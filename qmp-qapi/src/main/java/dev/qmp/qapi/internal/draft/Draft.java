package dev.qmp.qapi.internal.draft;

import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.SchemaModule;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.parse.DocBlock;
import dev.qmp.qapi.internal.parse.Pragmas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All entities of a schema while it is checked: by name, and as the list that fixes their order.
 *
 * <p>Thread: confined to one compilation.
 */
public final class Draft {
    private static final ModuleKey BUILTIN = new ModuleKey(-1, SchemaModule.BUILTIN);

    private final Map<String, Def> named = new HashMap<>(4096);
    private final Map<String, ArrayDef> arrays = new HashMap<>(512);
    private final Set<String> broken = new HashSet<>();
    private final List<Def> entities = new ArrayList<>(4096);
    private final Map<ModuleKey, List<String>> modules = new LinkedHashMap<>();
    private final List<DocBlock> docs = new ArrayList<>();
    private final ObjectDef empty;

    /** Makes a draft with the predefined entities. */
    public Draft() {
        module(BUILTIN);
        for (BuiltinType.Kind kind : BuiltinType.Kind.values()) {
            Def.Head head = predefined(kind.typeName());
            BuiltinDef builtin = new BuiltinDef(head, kind);
            named.put(kind.typeName(), builtin);
            entities.add(builtin);
            array(head, kind.typeName()).setElement(builtin);
        }
        empty = ObjectDef.struct(predefined("q_empty"), null, List.of());
        empty.finish(List.of(), 0);
        entities.add(empty);
        List<PartDef> kinds = new ArrayList<>();
        for (String kind : List.of("none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool")) {
            kinds.add(PartDef.bare(PartDef.Role.VALUE, kind, new PartDef.Owner("type", "QType")));
        }
        EnumDef type = new EnumDef(predefined("QType"), kinds, "QTYPE");
        named.put("QType", type);
        entities.add(type);
    }

    private static Def.Head predefined(String name) {
        return new Def.Head(Site.NONE, name, BUILTIN, Condition.always(), List.of(), null, new Pragmas(), true, false);
    }

    /** Returns the predefined type without members. */
    public ObjectDef empty() {
        return empty;
    }

    /** Returns the named definition, null if there is none. */
    public @Nullable Def find(String name) {
        return named.get(name);
    }

    /** Registers a definition under its name. */
    public void put(Def def) {
        named.put(def.name(), def);
        entities.add(def);
    }

    /** Registers an implicit object. */
    public void putImplicit(ObjectDef def) {
        entities.add(def);
    }

    /** Returns the array of a type; makes it for the first user. */
    public ArrayDef array(Def.Head user, String element) {
        ArrayDef array = arrays.get(element);
        if (array == null) {
            array = new ArrayDef(user.implicit(element + "List"), element);
            arrays.put(element, array);
            entities.add(array);
        }
        return array;
    }

    /** Notes that a definition is refused, so that what refers to it is not refused as well. */
    public void markBroken(String name) {
        if (!name.isEmpty()) {
            broken.add(name);
        }
    }

    /** Tells whether a definition of that name was refused. */
    public boolean isBroken(String name) {
        return broken.contains(name);
    }

    /** Returns all entities; the list may grow at its end. */
    public List<Def> entities() {
        return entities;
    }

    /** Returns the list of a module's includes; the order of first calls is the order of the modules. */
    public List<String> module(ModuleKey key) {
        return modules.computeIfAbsent(key, k -> new ArrayList<>());
    }

    /** Returns the modules with their includes. */
    public Map<ModuleKey, List<String>> modules() {
        return modules;
    }

    /** Returns the documentation comments. */
    public List<DocBlock> docs() {
        return docs;
    }
}
