import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.SocketTransport;
import org.jspecify.annotations.NullMarked;

/**
 * Character devices, watches and the event loop that drives them.
 *
 * @uses ChardevBackend every type of device that can be opened by name
 * @uses SocketTransport sockets that the JDK does not have, if a device needs them
 */
@NullMarked
@SuppressWarnings("module") // the friends that some packages are exported to depend on this module
module dev.qmp.chardev {
    requires static org.jspecify;
    requires jdk.net;

    exports dev.qmp.chardev;
    exports dev.qmp.chardev.loop;
    exports dev.qmp.chardev.options;
    exports dev.qmp.chardev.registry;
    exports dev.qmp.chardev.spi;
    exports dev.qmp.chardev.tls;
    exports dev.qmp.chardev.internal.pem to
            dev.qmp.monitor;
    exports dev.qmp.chardev.internal.system to
            dev.qmp.cli,
            dev.qmp.monitor;

    uses ChardevBackend;
    uses SocketTransport;

    provides ChardevBackend with
            dev.qmp.chardev.internal.hub.HubBackend,
            dev.qmp.chardev.internal.mux.MuxBackend,
            dev.qmp.chardev.internal.simple.FileBackend,
            dev.qmp.chardev.internal.simple.NullBackend,
            dev.qmp.chardev.internal.simple.PipeBackend,
            dev.qmp.chardev.internal.simple.PtyBackend,
            dev.qmp.chardev.internal.simple.RingbufBackend,
            dev.qmp.chardev.internal.simple.StdioBackend,
            dev.qmp.chardev.internal.simple.UdpBackend,
            dev.qmp.chardev.internal.socket.SocketBackend;
}
