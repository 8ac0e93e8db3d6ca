package dev.qmp.qapi.internal.fault;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault of a value, with the protocol's text. It is made where it is found and gets its path on the way to the root: the pieces
 * come innermost first.
 *
 * <p>Thread: confined to one check.
 */
public final class Fault {
    private final String before;
    private final String after;
    private final boolean lastNameOnly;
    private final boolean crash;
    private final List<String> pieces = new ArrayList<>();
    private @Nullable String lastName;
    private boolean placed;

    private Fault(String before, String after, boolean lastNameOnly, boolean crash) {
        this.before = before;
        this.after = after;
        this.lastNameOnly = lastNameOnly;
        this.crash = crash;
    }

    /** Makes a fault whose text has the whole path between two pieces. */
    private static Fault atPath(String before, String after) {
        return new Fault(before, after, false, false);
    }

    /** Makes a fault whose text has only the name of the member. */
    private static Fault atName(String before, String after) {
        return new Fault(before, after, true, false);
    }

    /** The value has another JSON type. */
    public static Fault wrongType(String expected) {
        return atPath("Invalid parameter type for '", "', expected: " + expected);
    }

    /** The value is not an integer that fits into 64 bits, with or without sign. */
    public static Fault notUint64() {
        return atPath("Parameter '", "' expects uint64");
    }

    /** The value is not in the range of a narrow integer type. */
    public static Fault outOfRange(String cType) {
        return atName("Parameter '", "' expects " + cType);
    }

    /** The value is not one of its enumeration. */
    public static Fault unknownEnumValue(String value) {
        return atName("Parameter '", "' does not accept value '" + value + "'");
    }

    /** The value has a JSON type that no branch of its alternate has. */
    public static Fault noBranch(String alternate) {
        return atName("Invalid parameter type for '", "', expected: " + alternate);
    }

    /** A mandatory member is absent. */
    public static Fault missing(String member) {
        return atPath("Parameter '", "' is missing").inMember(member);
    }

    /** A member is present that the type does not have. */
    public static Fault unexpected(String member) {
        return atPath("Parameter '", "' is unexpected").inMember(member);
    }

    /** The compatibility policy refuses the value; its text does not name the place. */
    public static Fault refused(String message, boolean crash) {
        Fault fault = new Fault(message, "", true, crash);
        fault.placed = true;
        fault.lastName = "";
        return fault;
    }

    /** Says that the fault is in a member. */
    public Fault inMember(String name) {
        if (!placed) {
            lastName = name;
            placed = true;
        }
        pieces.add("." + name);
        return this;
    }

    /** Says that the fault is in an element. */
    public Fault inElement(int index) {
        placed = true;
        pieces.add("[" + index + "]");
        return this;
    }

    /** Tells whether the compatibility policy wants the process to end. */
    public boolean isCrash() {
        return crash;
    }

    /** Returns the text. */
    public String message() {
        return before + (lastNameOnly ? String.valueOf(lastName) : fullPath()) + after;
    }

    private String fullPath() {
        if (pieces.isEmpty()) {
            return "<anonymous>";
        }
        StringBuilder path = new StringBuilder();
        for (int i = pieces.size() - 1; i >= 0; i--) {
            path.append(pieces.get(i));
        }
        return path.charAt(0) == '.' ? path.substring(1) : path.toString();
    }
}
