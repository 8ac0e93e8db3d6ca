package dev.qmp.dispatch.spi;

/** The form in which clients ask for out-of-band execution; fixed when a monitor is created. */
public enum Dialect {
    /** {@code {"exec-oob": NAME}} after the capability {@code oob} was negotiated: QEMU since 3.0. */
    MODERN("modern"),
    /** {@code {"execute": NAME, "control": {"run-oob": true}}}, armed once in command mode: the RFC of 2017. */
    RFC("rfc");

    private final String optionValue;

    Dialect(String optionValue) {
        this.optionValue = optionValue;
    }

    /**
     * Returns the value of the monitor option {@code dialect=}.
     *
     * @return {@code modern} or {@code rfc}
     */
    public String optionValue() {
        return optionValue;
    }
}
