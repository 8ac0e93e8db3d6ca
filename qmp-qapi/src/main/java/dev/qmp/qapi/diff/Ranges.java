package dev.qmp.qapi.diff;

import dev.qmp.qapi.BuiltinType;

/** The ranges of the integer types, by bits and sign. */
final class Ranges {
    private Ranges() {}

    /** Tells whether every value of one integer type is a value of another. */
    static boolean contains(BuiltinType.Kind outer, BuiltinType.Kind inner) {
        boolean sameSign = isUnsigned(outer) == isUnsigned(inner);
        if (sameSign) {
            return bits(outer) >= bits(inner);
        }
        // The widest unsigned type takes negative values too.
        return isUnsigned(inner) ? bits(outer) > bits(inner) : bits(outer) == 64;
    }

    private static boolean isUnsigned(BuiltinType.Kind kind) {
        return switch (kind) {
            case UINT8, UINT16, UINT32, UINT64, SIZE -> true;
            default -> false;
        };
    }

    private static int bits(BuiltinType.Kind kind) {
        return switch (kind) {
            case INT8, UINT8 -> 8;
            case INT16, UINT16 -> 16;
            case INT32, UINT32 -> 32;
            default -> 64;
        };
    }
}
