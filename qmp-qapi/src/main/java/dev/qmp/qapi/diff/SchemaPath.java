package dev.qmp.qapi.diff;

/**
 * A place in what goes over the wire, such as {@code blockdev-add.arguments(driver=qcow2).encrypt}: a command's
 * {@code arguments} or {@code return} or an event's {@code data}, then members, {@code []} for the elements of an array and
 * {@code (tag=value)} for a branch of a union. A value of an enumeration follows as {@code =value}, a JSON type of an
 * alternate as {@code |type}, and a feature, a flag or {@code if} as {@code #name}.
 *
 * @param area what the path begins with
 * @param name the name of the command, event or type
 * @param below what follows the name, maybe nothing
 */
public record SchemaPath(Area area, String name, String below) implements Comparable<SchemaPath> {
    /** What a path begins with. */
    public enum Area {
        /** A command. */
        COMMAND,
        /** An event. */
        EVENT,
        /** A type, for what is not on the wire. */
        TYPE
    }

    SchemaPath then(String step) {
        return new SchemaPath(area, name, below + step);
    }

    /** Orders by area, then by name, then by what follows. */
    @Override
    public int compareTo(SchemaPath other) {
        int order = area.compareTo(other.area);
        if (order == 0) {
            order = name.compareTo(other.name);
        }
        return order != 0 ? order : below.compareTo(other.below);
    }

    /**
     * Returns the path in one piece.
     *
     * @return the name and what follows
     */
    @Override
    public String toString() {
        return name + below;
    }
}
