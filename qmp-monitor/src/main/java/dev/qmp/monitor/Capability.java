package dev.qmp.monitor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client may enable during negotiation. */
enum Capability {
    /** Out-of-band execution. */
    OOB("oob");

    private final String wireName;

    Capability(String wireName) {
        this.wireName = wireName;
    }

    /**
     * Returns the name used on the wire.
     *
     * @return the name
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Finds a capability.
     *
     * @param wireName its name
     * @param among where to look
     * @return the capability, or null if it is not among them
     */
    public static @Nullable Capability find(String wireName, List<Capability> among) {
        for (Capability capability : among) {
            if (capability.wireName.equals(wireName)) {
                return capability;
            }
        }
        return null;
    }
}
