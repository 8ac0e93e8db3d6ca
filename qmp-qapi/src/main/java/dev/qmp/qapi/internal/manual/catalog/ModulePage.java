package dev.qmp.qapi.internal.manual.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * What is shown of a module: one page, or several parts if it is long.
 *
 * @param module the module's name
 * @param title what it is about: its first heading if its text begins with one, else its short name
 * @param parts its pages in order, at least one
 */
public record ModulePage(String module, String title, List<Part> parts) {
    /**
     * A page.
     *
     * @param file the page's file
     * @param items its items, in order
     */
    public record Part(String file, List<Item> items) {
        /**
         * Makes a part.
         *
         * @param file the page's file
         * @param items its items, copied
         */
        public Part {
            items = List.copyOf(items);
        }

        /**
         * Returns the definitions on the page.
         *
         * @return the definitions in order
         */
        public List<Definition> definitions() {
            List<Definition> found = new ArrayList<>();
            for (Item item : items) {
                if (item instanceof Definition definition) {
                    found.add(definition);
                }
            }
            return found;
        }

        /**
         * Returns the definitions of a kind.
         *
         * @param kind the kind
         * @return the definitions in order
         */
        public List<Definition> definitions(Kind kind) {
            List<Definition> found = definitions();
            found.removeIf(definition -> definition.kind() != kind);
            return found;
        }
    }

    /**
     * Makes it.
     *
     * @param module the module's name
     * @param title what it is about
     * @param parts its pages, copied
     */
    public ModulePage {
        parts = List.copyOf(parts);
    }

    /**
     * Returns the file of the first page, which has an anchor for every definition of the module.
     *
     * @return the file
     */
    public String file() {
        return parts.get(0).file();
    }

    /**
     * Tells whether a page is one of the module's.
     *
     * @param file the page's file
     * @return whether it is
     */
    public boolean has(String file) {
        return parts.stream().anyMatch(part -> part.file().equals(file));
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
     * Returns the definitions of all parts.
     *
     * @return the definitions in order
     */
    public List<Definition> definitions() {
        List<Definition> found = new ArrayList<>();
        for (Part part : parts) {
            found.addAll(part.definitions());
        }
        return found;
    }

    /**
     * Returns the definitions of a kind.
     *
     * @param kind the kind
     * @return the definitions in order
     */
    public List<Definition> definitions(Kind kind) {
        List<Definition> found = definitions();
        found.removeIf(definition -> definition.kind() != kind);
        return found;
    }

    static String shortName(String module) {
        String name = module.substring(module.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
