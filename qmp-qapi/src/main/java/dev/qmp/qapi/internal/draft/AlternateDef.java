package dev.qmp.qapi.internal.draft;

import java.util.List;

/**
 * An alternate.
 *
 * <p>Thread: confined to one compilation.
 */
public final class AlternateDef extends TypeDef {
    private final List<PartDef> branches;

    /** Makes the type. */
    public AlternateDef(Head head, List<PartDef> branches) {
        super(head);
        this.branches = branches;
    }

    /** Returns the branches. */
    public List<PartDef> branches() {
        return branches;
    }

    @Override
    public String describe() {
        return "alternate type '" + name() + "'";
    }
}
