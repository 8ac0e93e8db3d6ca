package dev.qmp.qapi;

import java.util.List;

/**
 * An alternate: a value whose JSON type decides which of several types it has.
 *
 * <p>Thread: immutable once its {@link Schema} is built.
 */
public final class AlternateType extends Type {
    private List<Alternative> alternatives = List.of();

    AlternateType(Header header) {
        super(header);
    }

    void link(List<Alternative> linked) {
        alternatives = List.copyOf(linked);
    }

    /**
     * Returns the branches.
     *
     * @return the branches in written order, at least one
     */
    public List<Alternative> alternatives() {
        return alternatives;
    }

    @Override
    public JsonType jsonType() {
        return JsonType.VALUE;
    }

    @Override
    public String describe() {
        return "alternate type '" + name() + "'";
    }
}
