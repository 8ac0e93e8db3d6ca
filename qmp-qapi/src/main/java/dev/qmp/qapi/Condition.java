package dev.qmp.qapi;

import java.util.List;
import java.util.function.Predicate;

/** The condition under which an entity, or a part of one, exists: the value of a schema's {@code if}. */
public sealed interface Condition {
    /**
     * Returns the condition of what carries none.
     *
     * @return the condition that always holds
     */
    static Condition always() {
        return Always.ALWAYS;
    }

    /**
     * Evaluates the condition.
     *
     * @param defined tells which names are true
     * @return whether what carries the condition exists
     */
    boolean test(Predicate<String> defined);

    /**
     * Tells whether there is a condition at all.
     *
     * @return false for {@link #always()}
     */
    default boolean isPresent() {
        return true;
    }

    /** No condition. */
    enum Always implements Condition {
        /** The only value. */
        ALWAYS;

        @Override
        public boolean test(Predicate<String> defined) {
            return true;
        }

        @Override
        public boolean isPresent() {
            return false;
        }

        @Override
        public String toString() {
            return "";
        }
    }

    /**
     * A name that must be true.
     *
     * @param name the name, upper case letters, digits and underscores
     */
    record Name(String name) implements Condition {
        @Override
        public boolean test(Predicate<String> defined) {
            return defined.test(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Conditions that must all hold.
     *
     * @param operands the conditions, at least one
     */
    record All(List<Condition> operands) implements Condition {
        /**
         * Makes the conjunction.
         *
         * @param operands the conditions, copied
         */
        public All {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean test(Predicate<String> defined) {
            for (Condition operand : operands) {
                if (!operand.test(defined)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return join(operands, " and ");
        }
    }

    /**
     * Conditions of which one must hold.
     *
     * @param operands the conditions, at least one
     */
    record Any(List<Condition> operands) implements Condition {
        /**
         * Makes the disjunction.
         *
         * @param operands the conditions, copied
         */
        public Any {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean test(Predicate<String> defined) {
            for (Condition operand : operands) {
                if (operand.test(defined)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return join(operands, " or ");
        }
    }

    /**
     * A condition that must not hold.
     *
     * @param operand the condition
     */
    record Not(Condition operand) implements Condition {
        @Override
        public boolean test(Predicate<String> defined) {
            return !operand.test(defined);
        }

        @Override
        public String toString() {
            return "not " + nested(operand);
        }
    }

    private static String join(List<Condition> operands, String operator) {
        StringBuilder out = new StringBuilder();
        for (Condition operand : operands) {
            if (out.length() > 0) {
                out.append(operator);
            }
            out.append(nested(operand));
        }
        return out.toString();
    }

    private static String nested(Condition operand) {
        return operand instanceof All || operand instanceof Any ? "(" + operand + ")" : operand.toString();
    }
}
