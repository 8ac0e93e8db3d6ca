package dev.qmp.cli.machine;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.ReceivedDescriptors;
import dev.qmp.cli.machine.schema.AddfdInfo;
import dev.qmp.cli.machine.schema.FdsetFdInfo;
import dev.qmp.cli.machine.schema.FdsetInfo;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sets of file descriptors, of clients ({@code add-fd}) and of the command line ({@code -add-fd}). Specification: {@code qmp-add-fd}.
 *
 * <p>A descriptor of the command line stays open when it is removed: Java has no object for it.
 *
 * <p>Thread: filled before the start; then confined to the dispatcher, but for {@link #clientsLeft}.
 */
public final class FdSets {
    /** The flags of a descriptor that say whether it reads, writes, or both. */
    private static final int ACCESS = 3;

    private final TreeMap<Long, List<Member>> sets = new TreeMap<>();
    private final Set<Long> opened = new HashSet<>(); // sets with descriptors that files were opened of
    private volatile Runnable whenClientsLeft = () -> {};

    /** Makes no sets. */
    public FdSets() {}

    /** A descriptor of a set. Thread: as the sets. */
    private static final class Member {
        final FdsetFdInfo info;
        final @Nullable OpenDescriptor open;
        boolean removed;

        Member(FdsetFdInfo info, @Nullable OpenDescriptor open) {
            this.info = info;
            this.open = open;
        }

        boolean closeIfRemoved() {
            if (removed && open != null) {
                open.close();
            }
            return removed;
        }
    }

    /**
     * Adds a descriptor of the command line to a set, which need not exist.
     *
     * @param set the set's number, not negative
     * @param descriptor the descriptor
     * @param opaque what whoever added it wants to know again
     */
    public void add(long set, long descriptor, Optional<String> opaque) {
        members(set).add(new Member(new FdsetFdInfo(descriptor, opaque), null));
    }

    /**
     * Finds a descriptor of a set by its access.
     *
     * @param set the set's number
     * @param access the access, as the system numbers it
     * @return the descriptor's number
     * @throws IOException if there is no such set, or it has no such descriptor
     */
    public int find(long set, int access) throws IOException {
        List<Member> members = sets.get(set);
        if (members == null) {
            throw new NoSuchFileException("/dev/fdset/" + set);
        }
        for (Member member : members) {
            if ((flags(member.info.fd()) & ACCESS) == access) {
                opened.add(set);
                return (int) member.info.fd();
            }
        }
        throw new AccessDeniedException("/dev/fdset/" + set);
    }

    /**
     * Returns the flags of a descriptor of this process.
     *
     * @param descriptor its number
     * @return the flags, as the system numbers them
     * @throws IOException if it is not open
     */
    public static int flags(long descriptor) throws IOException {
        List<String> info = Files.readAllLines(Path.of("/proc/self/fdinfo", Long.toString(descriptor)));
        return info.stream()
                .filter(line -> line.startsWith("flags:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring("flags:".length()).strip(), 8))
                .findFirst()
                .orElse(0);
    }

    private List<Member> members(long set) {
        return sets.computeIfAbsent(set, number -> new ArrayList<>());
    }

    /** Adds the descriptor that came with a request to a set. */
    AddfdInfo add(CommandContext context, Optional<Long> wanted, Optional<String> opaque) {
        OpenDescriptor descriptor = received(context);
        if (wanted.isPresent() && wanted.get() < 0) {
            descriptor.close();
            throw new CommandException("Parameter 'fdset-id' expects a non-negative value");
        }
        long set = wanted.orElseGet(this::firstFree);
        members(set).add(new Member(new FdsetFdInfo(descriptor.number(), opaque), descriptor));
        return new AddfdInfo(set, descriptor.number());
    }

    private long firstFree() {
        long free = 0;
        while (sets.containsKey(free)) {
            free++;
        }
        return free;
    }

    /** Returns the value of {@code query-fdsets}: the highest number first. */
    List<FdsetInfo> query() {
        List<FdsetInfo> found = new ArrayList<>();
        sets.descendingMap()
                .forEach((number, members) -> found.add(new FdsetInfo(
                        members.stream().map(member -> member.info).toList(), number)));
        return found;
    }

    /**
     * Removes a descriptor, or all of a set.
     *
     * @param atOnce whether they go now; otherwise with the next of the set that goes at once
     */
    void remove(long set, Optional<Long> descriptor, boolean atOnce) {
        List<Member> members = sets.getOrDefault(set, List.of());
        List<Member> chosen = members.stream()
                .filter(member -> descriptor.isEmpty() || member.info.fd() == descriptor.get())
                .toList();
        if (chosen.isEmpty()) {
            throw new CommandException("File descriptor named 'fdset-id:" + set
                    + (descriptor.isPresent() ? ", fd:" + descriptor.get() : "") + "' not found");
        }
        chosen.forEach(member -> member.removed = true);
        if (atOnce && members.removeIf(Member::closeIfRemoved) && members.isEmpty()) {
            sets.remove(set);
        }
    }

    /**
     * Says what to do when the last client has left; before the start.
     *
     * @param action run by any thread
     */
    void whenClientsLeft(Runnable action) {
        whenClientsLeft = action;
    }

    /** The last client has left. Any thread. */
    public void clientsLeft() {
        whenClientsLeft.run();
    }

    /** Drops the sets that nobody has used, and what was removed from the others. */
    void dropUnused() {
        sets.entrySet().removeIf(each -> {
            boolean unused = !opened.contains(each.getKey());
            each.getValue().forEach(member -> member.removed |= unused);
            each.getValue().removeIf(Member::closeIfRemoved);
            return each.getValue().isEmpty();
        });
    }

    /** Takes the descriptor that came with a request, which is to have a name. Specification: {@code qmp-getfd}. */
    static OpenDescriptor named(CommandContext context, String name) {
        OpenDescriptor descriptor = received(context);
        if (!name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9') {
            descriptor.close();
            throw new CommandException("Parameter 'fdname' expects a name not starting with a digit");
        }
        return descriptor;
    }

    private static OpenDescriptor received(CommandContext context) {
        OpenDescriptor descriptor = context.companion(ReceivedDescriptors.class)
                .map(ReceivedDescriptors::take)
                .orElse(null);
        if (descriptor == null) {
            throw new CommandException("No file descriptor supplied via SCM_RIGHTS");
        }
        return descriptor;
    }
}
