package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.AlternateDef;
import dev.qmp.qapi.internal.draft.ArrayDef;
import dev.qmp.qapi.internal.draft.BuiltinDef;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.TypeDef;
import org.jspecify.annotations.Nullable;

/**
 * The branches of an alternate are distinguished by their JSON types.
 *
 * <p>Thread: confined to one compilation.
 */
final class AlternateCheck {
    private static final int NULL = 1;
    private static final int BOOL = 2;
    private static final int NUMBER = 4;
    private static final int STRING = 8;
    private static final int OBJECT = 16;
    private static final int ARRAY = 32;

    private final Resolver resolver;

    AlternateCheck(Resolver resolver) {
        this.resolver = resolver;
    }

    void check(AlternateDef alternate) {
        Site site = alternate.site();
        for (PartDef branch : alternate.branches()) {
            resolver.member(branch, alternate);
        }
        Clashes names = new Clashes();
        int[] taken = new int[alternate.branches().size()];
        for (int i = 0; i < taken.length; i++) {
            PartDef branch = alternate.branches().get(i);
            names.add(branch, site);
            taken[i] = consumed(branch.type());
            if (taken[i] == 0) {
                throw site.error(
                        branch.describe(site) + " cannot use " + branch.type().describe());
            }
            PartDef earlier = overlapping(alternate, taken, i);
            if (earlier != null) {
                throw site.error(branch.describe(site) + " can't be distinguished from '" + earlier.name() + "'");
            }
        }
    }

    private static @Nullable PartDef overlapping(AlternateDef alternate, int[] taken, int branch) {
        for (int i = 0; i < branch; i++) {
            if ((taken[i] & taken[branch]) != 0) {
                return alternate.branches().get(i);
            }
        }
        return null;
    }

    /** Returns the JSON types that a branch takes away from others; none if the type is not possible there. */
    private static int consumed(TypeDef type) {
        if (type instanceof ObjectDef) {
            return OBJECT;
        }
        if (type instanceof ArrayDef) {
            return ARRAY;
        }
        if (type instanceof EnumDef values) {
            return consumed(values);
        }
        return type instanceof BuiltinDef builtin ? consumed(builtin.kind()) : 0;
    }

    private static int consumed(BuiltinType.Kind kind) {
        return switch (kind.jsonType()) {
            case NULL -> NULL;
            case BOOLEAN -> BOOL;
            case NUMBER, INT -> NUMBER;
            // Input from a command line is all strings.
            case STRING -> STRING | NUMBER | BOOL;
            default -> 0;
        };
    }

    private static int consumed(EnumDef values) {
        int types = STRING;
        for (PartDef value : values.values()) {
            if (value.name().equals("on") || value.name().equals("off")) {
                types |= BOOL;
            }
            if (!value.name().isEmpty() && "-+.0123456789".indexOf(value.name().charAt(0)) >= 0) {
                types |= NUMBER;
            }
        }
        return types;
    }
}
