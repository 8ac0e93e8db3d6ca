package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.MemberDef;
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
    private final Map<String, MemberDef> seen = new HashMap<>();

    /** Adds a name, unless it clashes with one that was added before. */
    void add(MemberDef member, Site site) {
        refuse(member, site, seen.putIfAbsent(Mangling.mangle(member.name()), member));
    }

    /** Refuses a name that clashes with one that was added before. */
    void refuse(MemberDef member, Site site) {
        refuse(member, site, find(member.name()));
    }

    private static void refuse(MemberDef member, Site site, @Nullable MemberDef earlier) {
        if (earlier != null) {
            throw site.error(member.describe(site) + " collides with " + earlier.describe(site));
        }
    }

    /** Finds what a name would clash with. */
    @Nullable
    MemberDef find(String name) {
        return seen.get(Mangling.mangle(name));
    }
}
