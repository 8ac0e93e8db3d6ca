package dev.qmp.qapi.diff;

import dev.qmp.qapi.SchemaEntity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two schemas.
 *
 * @param kind what kind of change it is
 * @param path where it shows: the shortest path that leads to it
 * @param alsoAt where else it shows, since commands and events share types: the shortest path from each other one of them,
 *     sorted
 * @param subject the name of the member, value, feature, flag, JSON type, command, event or type that the change is about;
 *     that of the member for other kinds; empty if it is about a value without a name, such as an element
 * @param text what changed, as a clause without a full stop
 * @param isUnstable whether it is about something that the older schema calls unstable, and therefore breaks no one
 * @param clients what it means for clients that were written for the older schema
 * @param servers what it means for servers that were written for the older schema
 * @param older the declaration that it is in, in the older schema; null if only the newer one has it
 * @param newer the declaration that it is in, in the newer schema; null if only the older one has it
 */
public record Change(
        ChangeKind kind,
        SchemaPath path,
        List<SchemaPath> alsoAt,
        String subject,
        String text,
        boolean isUnstable,
        Judgement clients,
        Judgement servers,
        @Nullable SchemaEntity older,
        @Nullable SchemaEntity newer) {
    /**
     * Makes a change.
     *
     * @param kind what kind of change it is
     * @param path where it shows
     * @param alsoAt where else it shows, copied
     * @param subject the name that it is about
     * @param text what changed
     * @param isUnstable whether it is about something unstable
     * @param clients what it means for old clients
     * @param servers what it means for old servers
     * @param older the declaration in the older schema, if there is one
     * @param newer the declaration in the newer schema, if there is one
     */
    public Change {
        alsoAt = List.copyOf(alsoAt);
    }

    /**
     * Returns what the change means for a side.
     *
     * @param peer the side
     * @return the judgement
     */
    public Judgement judgement(Peer peer) {
        return peer == Peer.CLIENT ? clients : servers;
    }

    /**
     * Tells whether the change breaks a side.
     *
     * @param peer the side
     * @return whether its verdict is {@link Verdict#BREAKING}
     */
    public boolean breaks(Peer peer) {
        return judgement(peer).verdict() == Verdict.BREAKING;
    }

    /** Returns the path and what changed. */
    @Override
    public String toString() {
        return path + ": " + text;
    }
}
