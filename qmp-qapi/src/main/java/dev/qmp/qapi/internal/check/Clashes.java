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
    private final Map<String, MemberDef> seen;

    Clashes() {
        this.seen = new HashMap<>();
    }

    private Clashes(Map<String, MemberDef> seen) {
        this.seen = new HashMap<>(seen);
    }

    /** Returns a scope that starts with the names of this one. */
    Clashes fork() {
        return new Clashes(seen);
    }

    /** Adds a name, unless it clashes with one that was added before. */
    void add(MemberDef member, Site site) {
        MemberDef earlier = seen.putIfAbsent(Mangling.mangle(member.name()), member);
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
