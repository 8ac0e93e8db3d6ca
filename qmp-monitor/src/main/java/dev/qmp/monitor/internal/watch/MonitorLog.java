package dev.qmp.monitor.internal.watch;

import java.lang.System.Logger;

/** The log of the monitors. */
public final class MonitorLog {
    private MonitorLog() {}

    /** Returns the logger, made on demand because that takes milliseconds. */
    public static Logger log() {
        return System.getLogger("dev.qmp.monitor");
    }
}
