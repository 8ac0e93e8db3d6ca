package dev.qmp.qapi.internal.draft;

import java.util.List;

/**
 * An alternate.
 *
 * <p>Thread: confined to one compilation.
 */
public final class AlternateDef extends TypeDef {
    private final List<MemberDef> branches;

    /** Makes the type. */
    public AlternateDef(Head head, List<MemberDef> branches) {
        super(head);
        this.branches = branches;
    }

    /** Returns the branches. */
    public List<MemberDef> branches() {
        return branches;
    }

    @Override
    public String describe() {
        return "alternate type '" + name() + "'";
    }
}
