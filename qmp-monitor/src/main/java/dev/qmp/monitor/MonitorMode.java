package dev.qmp.monitor;

/** What is spoken on a monitor. */
public enum MonitorMode {
    /** QMP, for programs. */
    CONTROL("control"),
    /** The human monitor: commands as words, typed into a line editor. */
    READLINE("readline");

    private final String optionValue;

    MonitorMode(String optionValue) {
        this.optionValue = optionValue;
    }

    /**
     * Returns the value of the option {@code mode}.
     *
     * @return the word
     */
    public String optionValue() {
        return optionValue;
    }
}
