package dev.qmp.qapi.validation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault of a value, on its way from where it was found to the root; the pieces of the path come innermost first.
 *
 * <p>Thread: confined to one check.
 */
final class Fault {
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
        pieces.add("." + name);
        return this;
    }

    /** Says that the fault is in an element. */
    Fault inElement(int index) {
        placed = true;
        pieces.add("[" + index + "]");
        return this;
    }

    /** Tells whether the compatibility policy wants the process to end. */
    boolean isCrash() {
        return crash;
    }

    /** Returns the text. */
    String message() {
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
