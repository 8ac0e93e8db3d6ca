package dev.qmp.qapi.typed;

import java.util.List;
import java.util.Optional;

/** The integers of the schema language that are narrower than 64 bits, and their ranges. */
public enum IntegerKind {
    /** A signed integer of 8 bits. */
    INT8("int8_t", Byte.MIN_VALUE, Byte.MAX_VALUE),
    /** A signed integer of 16 bits. */
    INT16("int16_t", Short.MIN_VALUE, Short.MAX_VALUE),
    /** A signed integer of 32 bits. */
    INT32("int32_t", Integer.MIN_VALUE, Integer.MAX_VALUE),
    /** An unsigned integer of 8 bits. */
    UINT8("uint8_t", 0, 0xFF),
    /** An unsigned integer of 16 bits. */
    UINT16("uint16_t", 0, 0xFFFF),
    /** An unsigned integer of 32 bits. */
    UINT32("uint32_t", 0, 0xFFFF_FFFFL);

    private final String cType;
    private final long min;
    private final long max;

    IntegerKind(String cType, long min, long max) {
        this.cType = cType;
        this.min = min;
        this.max = max;
    }

    /**
     * Returns the type's name in C, which stands for it in error messages.
     *
     * @return the name, such as {@code int8_t}
     */
    public String cType() {
        return cType;
    }

    /** Tells whether negative integers belong to it. */
    boolean isSigned() {
        return min < 0;
    }

    /**
     * Tells whether an integer belongs to the kind.
     *
     * @param value the integer
     * @return whether it does
     */
    public boolean contains(long value) {
        return value >= min && value <= max;
    }

    /**
     * Checks a member of that kind.
     *
     * @param value its value
     * @param member its name
     * @throws IllegalArgumentException if the value is out of range
     */
    public void check(long value, String member) {
        if (!contains(value)) {
            throw new IllegalArgumentException(
                    "'" + member + "' is out of range (" + min + " to " + max + "): " + value);
        }
    }

    /**
     * Checks an optional member of that kind.
     *
     * @param value its value, empty if it is absent
     * @param member its name
     * @throws IllegalArgumentException if there is a value and it is out of range
     */
    public void check(Optional<? extends Number> value, String member) {
        if (value.isPresent()) {
            check(value.get().longValue(), member);
        }
    }

    /**
     * Checks a list of integers of that kind.
     *
     * @param values the integers
     * @param member the name of the member that holds the list
     * @throws IllegalArgumentException if one is out of range
     */
    public void check(List<? extends Number> values, String member) {
        for (Number value : values) {
            check(value.longValue(), member);
        }
    }
}
