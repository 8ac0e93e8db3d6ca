package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;

/** All files of a manual that depend on the schema. */
public final class Pages {
    private Pages() {}

    /**
     * Makes them.
     *
     * @param catalog what the manual shows
     * @return the files, each name once
     */
    public static List<Page> of(Catalog catalog) {
        List<Page> pages = new ArrayList<>();
        pages.add(OverviewPage.of(catalog));
        pages.addAll(KindPages.of(catalog));
        pages.add(IndexPage.of(catalog));
        pages.add(MarksPage.of(catalog));
        pages.add(SincePage.of(catalog));
        String against = catalog.changes().against();
        if (against != null) {
            pages.add(ChangesPage.of(catalog, against));
        }
        pages.add(BuiltinPage.of(catalog));
        pages.addAll(ModulePages.of(catalog));
        pages.addAll(UnionPages.of(catalog));
        pages.add(SearchIndex.of(catalog));
        return pages;
    }
}
