package dev.qmp.dispatch.spi;

/**
 * The class of a QMP error, which a client can branch on: the protocol's {@code QapiErrorClass}.
 */
public enum ErrorClass {
    /** Any error without a class of its own. */
    GENERIC_ERROR("GenericError"),
    /** The command is unknown, disabled, or not allowed in this mode. */
    COMMAND_NOT_FOUND("CommandNotFound"),
    /** The device is not active. */
    DEVICE_NOT_ACTIVE("DeviceNotActive"),
    /** There is no such device. */
    DEVICE_NOT_FOUND("DeviceNotFound"),
    /** The accelerator lacks a capability. */
    KVM_MISSING_CAP("KVMMissingCap");

    private final String wireName;

    ErrorClass(String wireName) {
        this.wireName = wireName;
    }

    /**
     * Finds a class by its name.
     *
     * @param wireName the value of {@code error.class}
     * @return the class
     * @throws IllegalArgumentException if there is no class of that name
     */
    public static ErrorClass ofWireName(String wireName) {
        for (ErrorClass errorClass : values()) {
            if (errorClass.wireName.equals(wireName)) {
                return errorClass;
            }
        }
        throw new IllegalArgumentException("there is no error class '" + wireName + "'");
    }

    /**
     * Returns the name used on the wire.
     *
     * @return the value of {@code error.class}
     */
    public String wireName() {
        return wireName;
    }
}
