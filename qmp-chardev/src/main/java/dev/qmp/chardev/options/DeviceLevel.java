package dev.qmp.chardev.options;

/**
 * A release of QEMU whose devices are reproduced: the one table of what differs between them.
 *
 * <p>Specification: {@code spec-levels}.
 *
 * <p>Thread: immutable.
 */
public enum DeviceLevel {
    /** QEMU 7.2: without hubs; multiplexers without front ends cannot be removed. */
    V7_2,
    /** QEMU 10.0, the default. */
    V10_0;

    /**
     * Returns the keys of {@code -chardev}.
     *
     * @return the table
     */
    public OptionTable options() {
        return this == V7_2 ? OptionTable.CHARDEV_7_2 : OptionTable.CHARDEV;
    }

    /**
     * Says whether a type of device exists.
     *
     * @param type its name
     * @return false for a hub before there were any
     */
    public boolean knows(String type) {
        return this != V7_2 || !type.equals("hub");
    }

    /**
     * Says whether multiplexers without front ends are removed like other devices.
     *
     * @return false if they stay
     */
    public boolean removesMultiplexers() {
        return this != V7_2;
    }

    /**
     * Returns the error of attaching to a device that has a front end.
     *
     * @param id the device's id
     * @return the text
     */
    public String inUse(String id) {
        return this == V7_2 ? "Device '" + id + "' is in use" : "chardev '" + id + "' is already in use";
    }

    /**
     * Returns the error of attaching to a multiplexer whose places are taken.
     *
     * @param id the multiplexer's id
     * @param places how many there are
     * @return the text
     */
    public String full(String id, int places) {
        return this == V7_2
                ? inUse(id)
                : "too many uses of multiplexed chardev '" + id + "' (maximum is " + places + ")";
    }

    /**
     * Returns the error of exchanging a device that has several front ends, or is made of several devices.
     *
     * @return the text
     */
    public String notExchanged() {
        return this == V7_2
                ? "Mux device hotswap not supported yet"
                : "For mux or hub device hotswap is not supported yet";
    }
}
