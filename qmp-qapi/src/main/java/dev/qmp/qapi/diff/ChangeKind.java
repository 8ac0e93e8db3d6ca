package dev.qmp.qapi.diff;

/** What kind of change it is. */
public enum ChangeKind {
    /** A command that only the newer schema has. */
    COMMAND_ADDED("command-added"),
    /** A command that only the older schema has. */
    COMMAND_REMOVED("command-removed"),
    /** An event that only the newer schema has. */
    EVENT_ADDED("event-added"),
    /** An event that only the older schema has. */
    EVENT_REMOVED("event-removed"),
    /** A named type that only the newer schema has; never on the wire, so never found in introspection. */
    TYPE_ADDED("type-added"),
    /** A named type that only the older schema has; never on the wire, so never found in introspection. */
    TYPE_REMOVED("type-removed"),
    /** A member of an object that only the newer schema has. */
    MEMBER_ADDED("member-added"),
    /** A member of an object that only the older schema has. */
    MEMBER_REMOVED("member-removed"),
    /** A mandatory member that may be absent now. */
    MADE_OPTIONAL("made-optional"),
    /** An optional member that must be there now. */
    MADE_MANDATORY("made-mandatory"),
    /** A value of an enumeration, and with it the branch of a union, that only the newer schema has. */
    VALUE_ADDED("value-added"),
    /** A value of an enumeration, and with it the branch of a union, that only the older schema has. */
    VALUE_REMOVED("value-removed"),
    /** A JSON type that a value may have in the newer schema only: a branch of an alternate. */
    ALTERNATIVE_ADDED("alternative-added"),
    /** A JSON type that a value may have in the older schema only: a branch of an alternate. */
    ALTERNATIVE_REMOVED("alternative-removed"),
    /** Values of another kind. */
    TYPE_CHANGED("type-changed"),
    /** A union whose branches depend on another member. */
    TAG_CHANGED("tag-changed"),
    /** A feature that only the newer schema lists there; {@code deprecated} and {@code unstable} are features. */
    FEATURE_ADDED("feature-added"),
    /** A feature that only the older schema lists there. */
    FEATURE_REMOVED("feature-removed"),
    /** A switch of a command, such as {@code allow-oob}, with another value. */
    FLAG_CHANGED("flag-changed"),
    /** Another condition; only found between schemas that are not filtered by one. */
    CONDITION_CHANGED("condition-changed");

    private final String word;

    ChangeKind(String word) {
        this.word = word;
    }

    /**
     * Returns the word for the kind in reports and lists of allowed changes.
     *
     * @return lower case letters and hyphens
     */
    public String word() {
        return word;
    }
}
