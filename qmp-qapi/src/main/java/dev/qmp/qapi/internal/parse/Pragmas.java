package dev.qmp.qapi.internal.parse;

import java.util.Set;

/**
 * The settings of one schema. The last one wins for every definition, so they are read after parsing only.
 *
 * <p>Thread: confined to one compilation.
 */
public final class Pragmas {
    private boolean docRequired;
    private Set<String> commandNames = Set.of();
    private Set<String> commandReturns = Set.of();
    private Set<String> documentation = Set.of();
    private Set<String> memberNames = Set.of();

    /** Tells whether every definition needs documentation. */
    public boolean docRequired() {
        return docRequired;
    }

    /** Tells whether a command's name may contain underscores. */
    public boolean exceptsCommandName(String command) {
        return commandNames.contains(command);
    }

    /** Tells whether a command may return something other than an object. */
    public boolean exceptsReturns(String command) {
        return commandReturns.contains(command);
    }

    /** Tells whether members of a definition may lack a description. */
    public boolean exceptsDocumentation(String definition) {
        return documentation.contains(definition);
    }

    /** Tells whether members of a type may have upper case letters and underscores in their names. */
    public boolean exceptsMemberNames(String type) {
        return memberNames.contains(type);
    }

    void setDocRequired(boolean value) {
        docRequired = value;
    }

    /** Sets a list; false if no pragma has that name. */
    boolean setList(String pragma, Set<String> names) {
        switch (pragma) {
            case "command-name-exceptions" -> commandNames = names;
            case "command-returns-exceptions" -> commandReturns = names;
            case "documentation-exceptions" -> documentation = names;
            case "member-name-exceptions" -> memberNames = names;
            default -> {
                return false;
            }
        }
        return true;
    }

    static boolean isList(String pragma) {
        return switch (pragma) {
            case "command-name-exceptions",
                    "command-returns-exceptions",
                    "documentation-exceptions",
                    "member-name-exceptions" -> true;
            default -> false;
        };
    }
}
