package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.Doc;

/** An item on the page of a module, in the order of the module's text. */
public sealed interface Item permits Definition, Item.FreeText {
    /**
     * Returns its line in its file.
     *
     * @return the line, from 1
     */
    int line();

    /**
     * Text between definitions.
     *
     * @param doc the comment
     */
    record FreeText(Doc doc) implements Item {
        @Override
        public int line() {
            return doc.source().line();
        }
    }
}
