package dev.qmp.qapi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A union: an object whose tag decides which further members it has.
 *
 * <p>Thread: immutable once its {@link Schema} is built.
 */
public final class UnionType extends ObjectType {
    private @Nullable Member tag;
    private List<Variant> variants = List.of();

    UnionType(Header header) {
        super(header);
    }

    void linkVariants(Member linkedTag, List<Variant> linkedVariants) {
        tag = linkedTag;
        variants = List.copyOf(linkedVariants);
    }

    /**
     * Returns the member that decides.
     *
     * @return the tag, a mandatory member of an enumeration type
     */
    public Member tag() {
        if (tag == null) {
            throw new IllegalStateException(describe() + " is not linked");
        }
        return tag;
    }

    /**
     * Returns the branches.
     *
     * @return written branches in order, then the implied ones in the order of the tag's values
     */
    public List<Variant> variants() {
        return variants;
    }

    /**
     * Returns the branch of a tag value.
     *
     * @param value the tag's value
     * @return the branch, if there is one
     */
    public Optional<Variant> variant(String value) {
        for (Variant variant : variants) {
            if (variant.name().equals(value)) {
                return Optional.of(variant);
            }
        }
        return Optional.empty();
    }

    @Override
    public String describe() {
        return "union type '" + name() + "'";
    }
}
