package dev.qmp.qapi.diff;

import dev.qmp.qapi.Condition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Compares conditions by the builds in which they hold. */
final class Conditions {
    private static final int MOST_NAMES = 12;

    private Conditions() {}

    /** Tells whether the second holds wherever the first does; if there are too many names to try them, no. */
    static boolean implies(Condition first, Condition second) {
        if (!second.isPresent() || first.toString().equals(second.toString())) {
            return true;
        }
        Set<String> found = new LinkedHashSet<>();
        collect(first, found);
        collect(second, found);
        List<String> names = new ArrayList<>(found);
        if (names.size() > MOST_NAMES) {
            return false;
        }
        for (int mask = 0; mask < 1 << names.size(); mask++) {
            int defined = mask;
            Predicate<String> build = name -> ((defined >> names.indexOf(name)) & 1) == 1;
            if (first.test(build) && !second.test(build)) {
                return false;
            }
        }
        return true;
    }

    private static void collect(Condition condition, Set<String> names) {
        if (condition instanceof Condition.Name name) {
            names.add(name.name());
        } else if (condition instanceof Condition.Not not) {
            collect(not.operand(), names);
        } else if (condition instanceof Condition.All all) {
            all.operands().forEach(operand -> collect(operand, names));
        } else if (condition instanceof Condition.Any any) {
            any.operands().forEach(operand -> collect(operand, names));
        }
    }

    /** Prints a condition for a report. */
    static String print(Condition condition) {
        return condition.isPresent() ? "if " + condition : "always";
    }
}
