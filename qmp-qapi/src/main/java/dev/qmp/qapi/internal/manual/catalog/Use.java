package dev.qmp.qapi.internal.manual.catalog;

/**
 * The use of a type by a definition.
 *
 * @param role what the type is to the definition
 * @param user the definition
 * @param member the member, argument, value or branch of that type; empty if it is the definition as a whole
 */
public record Use(Role role, Definition user, String member) {
    /** What a type is to its user. */
    public enum Role {
        /** What a command returns. */
        RETURNED("Returned by"),
        /** An argument, or all arguments, of a command. */
        ARGUMENT("Argument of"),
        /** A datum, or all data, of an event. */
        DATA("Data of"),
        /** The type of a member. */
        MEMBER("Member of"),
        /** The base of a struct or union. */
        BASE("Base of"),
        /** A branch of a union. */
        BRANCH("Branch of"),
        /** A branch of an alternate. */
        ALTERNATIVE("Alternative of");

        private final String title;

        Role(String title) {
            this.title = title;
        }

        /**
         * Returns the title of a list of such users.
         *
         * @return the title
         */
        public String title() {
            return title;
        }
    }

    /**
     * Returns where the use is described.
     *
     * @return the address within the manual
     */
    public String href() {
        if (member.isEmpty()) {
            return user.href();
        }
        return role == Role.BRANCH ? user.file() + '#' + user.branchId(member) : user.href(member);
    }

    /**
     * Returns what the use is called.
     *
     * @return the definition's name, and the member's
     */
    public String label() {
        if (member.isEmpty()) {
            return user.name();
        }
        return user.name() + (role == Role.BRANCH ? ':' : '.') + member;
    }
}
