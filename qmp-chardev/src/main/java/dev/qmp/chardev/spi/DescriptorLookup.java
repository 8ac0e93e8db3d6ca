package dev.qmp.chardev.spi;

import dev.qmp.chardev.OpenDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The file descriptors that a device's options may refer to: by a name that a client gave one ({@code fd=NAME}), or as members of a set
 * ({@code /dev/fdset/N}). A service object, see {@link ChardevContext#service}.
 *
 * <p>Specification: {@code qmp-getfd}, {@code qmp-add-fd}.
 *
 * <p>Thread: the one that opens the device.
 */
public interface DescriptorLookup {
    /** The access of a descriptor that only reads, as the system numbers it. */
    int READS = 0;

    /** The access of a descriptor that only writes. */
    int WRITES = 1;

    /** The access of a descriptor that does both. */
    int BOTH = 2;

    /**
     * Takes a descriptor away from the monitor whose request opens the device.
     *
     * @param name its name there
     * @return the descriptor, which belongs to the caller; null if there is no such monitor, or no such name
     */
    @Nullable
    OpenDescriptor takeNamed(String name);

    /**
     * Finds a descriptor in a set.
     *
     * @param set the set's number
     * @param access {@link #READS}, {@link #WRITES} or {@link #BOTH}, which must be the descriptor's own
     * @return its number, which the set goes on to own
     * @throws IOException as opening a file fails: no such file for a set that does not exist, permission denied if it has no such descriptor
     */
    int inSet(long set, int access) throws IOException;
}
