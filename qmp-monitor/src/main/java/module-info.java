import org.jspecify.annotations.NullMarked;

/**
 * QMP monitors: negotiation, threads, the request queue, flow control and the delivery of events.
 *
 * @provides dev.qmp.dispatch.spi.CommandProvider the commands of the protocol itself, of devices, of memory, and of cutting connections
 */
@NullMarked
module dev.qmp.monitor {
    requires transitive dev.qmp.chardev;
    requires transitive dev.qmp.dispatch;
    requires jdk.jfr;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports dev.qmp.monitor;
    exports dev.qmp.monitor.client;
    exports dev.qmp.monitor.journal;
    exports dev.qmp.monitor.metrics;
    exports dev.qmp.monitor.proxy;
    exports dev.qmp.monitor.rights;
    exports dev.qmp.monitor.spi;
    exports dev.qmp.monitor.testing;

    provides dev.qmp.dispatch.spi.CommandProvider with
            dev.qmp.monitor.internal.chardev.ChardevProvider,
            dev.qmp.monitor.internal.control.ControlProvider,
            dev.qmp.monitor.internal.memory.MemoryProvider,
            dev.qmp.monitor.internal.yank.YankProvider;
}
