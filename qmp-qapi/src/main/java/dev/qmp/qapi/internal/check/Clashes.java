package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.shape.Mangling;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names seen in one scope, by the form in which they clash.
 *
 * <p>Thread: confined to one compilation.
 */
final class Clashes {
    private final Map<String, PartDef> seen = new HashMap<>();

    /** Adds a name, unless it clashes with one that was added before. */
    void add(PartDef member, Site site) {
        refuse(member, site, seen.putIfAbsent(Mangling.mangle(member.name()), member));
    }

    /** Refuses a name that clashes with one that was added before. */
    void refuse(PartDef member, Site site) {
        refuse(member, site, find(member.name()));
    }

    private static void refuse(PartDef member, Site site, @Nullable PartDef earlier) {
        if (earlier != null) {
            throw site.error(member.describe(site) + " collides with " + earlier.describe(site));
        }
    }

    /** Finds what a name would clash with. */
    @Nullable
    PartDef find(String name) {
        return seen.get(Mangling.mangle(name));
    }
}
