package dev.qmp.qapi.internal.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One schema after parsing: includes spliced in, directives applied.
 *
 * <p>Thread: confined to one compilation.
 */
public final class ParsedSchema {
    private final String rootModule;
    private final Pragmas pragmas = new Pragmas();
    private final List<Item> items = new ArrayList<>();
    private final List<DocBlock> docs = new ArrayList<>();

    ParsedSchema(String rootModule) {
        this.rootModule = rootModule;
    }

    /** Returns the name of the root file's module. */
    public String rootModule() {
        return rootModule;
    }

    /** Returns the settings. */
    public Pragmas pragmas() {
        return pragmas;
    }

    /** Returns includes and definitions in the order of the flattened source. */
    public List<Item> items() {
        return items;
    }

    /**
     * Replaces a definition, with its documentation, by another one.
     *
     * @param next the other one
     * @param isOld tells whether a definition is the one to be replaced
     * @return false if there is none
     */
    public boolean replace(Item.Definition next, Predicate<Item.Definition> isOld) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Item.Definition old && isOld.test(old)) {
                items.set(i, new Item.Definition(old.module(), next.info(), next.expr(), next.doc(), next.docBroken()));
                docs.replaceAll(doc -> doc == old.doc() && next.doc() != null ? next.doc() : doc);
                return true;
            }
        }
        return false;
    }

    /** Returns the documentation comments in the order of the flattened source. */
    public List<DocBlock> docs() {
        return docs;
    }
}
