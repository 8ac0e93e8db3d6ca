package dev.qmp.cli.machine;

import dev.qmp.cli.machine.schema.FdsetFdInfo;
import dev.qmp.cli.machine.schema.FdsetInfo;
import dev.qmp.dispatch.spi.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sets of file descriptors that the program was started with: {@code -add-fd}. Specification: {@code qmp-add-fd}.
 *
 * <p>A descriptor that is removed stays open, as nothing here uses one.
 *
 * <p>Thread: filled before the start; then confined to the dispatcher.
 */
public final class FdSets {
    private final Map<Long, List<FdsetFdInfo>> sets = new TreeMap<>();

    /** Makes no sets. */
    public FdSets() {}

    /**
     * Adds a descriptor to a set, which need not exist.
     *
     * @param set the set's number, not negative
     * @param descriptor the descriptor
     * @param opaque what whoever added it wants to know again
     */
    public void add(long set, long descriptor, Optional<String> opaque) {
        sets.computeIfAbsent(set, number -> new ArrayList<>()).add(new FdsetFdInfo(descriptor, opaque));
    }

    /** Returns the value of {@code query-fdsets}. */
    List<FdsetInfo> query() {
        List<FdsetInfo> found = new ArrayList<>();
        sets.forEach((number, descriptors) -> found.add(new FdsetInfo(descriptors, number)));
        return found;
    }

    /** Removes a descriptor, or all of a set. */
    void remove(long set, Optional<Long> descriptor) {
        List<FdsetFdInfo> descriptors = sets.getOrDefault(set, List.of());
        boolean found = descriptor.isEmpty()
                ? !descriptors.isEmpty()
                : descriptors.stream().anyMatch(known -> known.fd() == descriptor.get());
        if (!found) {
            throw new CommandException("File descriptor named 'fdset-id:" + set
                    + (descriptor.isPresent() ? ", fd:" + descriptor.get() : "") + "' not found");
        }
        if (descriptor.isPresent()) {
            descriptors.removeIf(known -> known.fd() == descriptor.get());
        }
        if (descriptor.isEmpty() || descriptors.isEmpty()) {
            sets.remove(set);
        }
    }

    /** The error of a command whose message carries no descriptor: one that it carries cannot be received by Java. */
    static CommandException notSupplied() {
        return new CommandException("No file descriptor supplied via SCM_RIGHTS");
    }
}
