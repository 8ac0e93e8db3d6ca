package dev.qmp.qapi.internal.parse;

import java.util.ArrayList;
import java.util.List;

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

    /** Returns the documentation comments in the order of the flattened source. */
    public List<DocBlock> docs() {
        return docs;
    }
}
