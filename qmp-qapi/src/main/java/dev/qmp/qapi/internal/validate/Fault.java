package dev.qmp.qapi.internal.validate;

import org.jspecify.annotations.Nullable;

/**
 * A fault of a value, on its way from where it was found to the root; the path grows at its front.
 *
 * <p>Thread: confined to one check.
 */
public final class Fault {
    private final String before;
    private final String after;
    private final boolean lastNameOnly;
    private final boolean crash;
    private final StringBuilder path = new StringBuilder();
    private @Nullable String lastName;
    private boolean placed;

    private Fault(String before, String after, boolean lastNameOnly, boolean crash) {
        this.before = before;
        this.after = after;
        this.lastNameOnly = lastNameOnly;
        this.crash = crash;
    }

    /** Makes a fault whose text has the whole path between two pieces. */
    static Fault atPath(String before, String after) {
        return new Fault(before, after, false, false);
    }

    /** Makes a fault whose text has only the name of the member. */
    static Fault atName(String before, String after) {
        return new Fault(before, after, true, false);
    }

    /** Makes a fault whose text is complete. */
    static Fault plain(String message, boolean crash) {
        Fault fault = new Fault(message, "", true, crash);
        fault.placed = true;
        fault.lastName = "";
        return fault;
    }

    static Fault wrongType(String expected) {
        return atPath("Invalid parameter type for '", "', expected: " + expected);
    }

    /** Says that the fault is in a member. */
    Fault inMember(String name) {
        if (!placed) {
            lastName = name;
            placed = true;
        }
        path.insert(0, name).insert(0, '.');
        return this;
    }

    /** Says that the fault is in an element. */
    Fault inElement(int index) {
        placed = true;
        path.insert(0, ']').insert(0, index).insert(0, '[');
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
        if (path.length() == 0) {
            return "<anonymous>";
        }
        return path.charAt(0) == '.' ? path.substring(1) : path.toString();
    }
}
