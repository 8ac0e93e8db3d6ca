package dev.qmp.chardev.spi;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A port of a virtual machine or of its host (Linux's {@code AF_VSOCK}). Specification: {@code chardev-address}.
 *
 * <p>Thread: immutable.
 */
public final class VsockAddress extends SocketAddress implements SocketTransport.Address {
    private static final long serialVersionUID = 1L;

    /** The number of the machine. */
    private final int cid;

    /** The port. */
    private final int port;

    /**
     * Makes an address.
     *
     * @param cid the number of the machine, 32 bits unsigned; all ones for any of the own
     * @param port the port, 32 bits unsigned; all ones for a free one
     */
    public VsockAddress(int cid, int port) {
        this.cid = cid;
        this.port = port;
    }

    /**
     * The number of the machine.
     *
     * @return 32 bits unsigned
     */
    public int cid() {
        return cid;
    }

    /**
     * The port.
     *
     * @return 32 bits unsigned
     */
    public int port() {
        return port;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VsockAddress that && cid == that.cid && port == that.port;
    }

    @Override
    public int hashCode() {
        return 31 * cid + port;
    }

    /** The two numbers, with a colon between them. */
    @Override
    public String toString() {
        return Integer.toUnsignedString(cid) + ":" + Integer.toUnsignedString(port);
    }
}
