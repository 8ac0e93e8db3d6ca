package dev.qmp.qapi.internal.manual.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * The page of a module.
 *
 * @param file the page's file
 * @param module the module's name
 * @param title what it is about: its first heading if its text begins with one, else its short name
 * @param items its items, in order
 */
public record ModulePage(String file, String module, String title, List<Item> items) {
    /**
     * Makes a page.
     *
     * @param file the page's file
     * @param module the module's name
     * @param title what it is about
     * @param items its items, copied
     */
    public ModulePage {
        items = List.copyOf(items);
    }

    /**
     * Returns the short name, by which references name the module.
     *
     * @return the name without directory and suffix
     */
    public String shortName() {
        return shortName(module);
    }

    /**
     * Returns the definitions of a kind.
     *
     * @param kind the kind
     * @return the definitions in order
     */
    public List<Definition> definitions(Kind kind) {
        List<Definition> found = new ArrayList<>();
        for (Item item : items) {
            if (item instanceof Definition definition && definition.kind() == kind) {
                found.add(definition);
            }
        }
        return found;
    }

    /**
     * Counts the definitions.
     *
     * @return how many there are
     */
    public int size() {
        int size = 0;
        for (Item item : items) {
            size += item instanceof Definition ? 1 : 0;
        }
        return size;
    }

    static String shortName(String module) {
        String name = module.substring(module.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
