import dev.qmp.chardev.spi.SocketTransport;
import org.jspecify.annotations.NullMarked;

/**
 * Sockets that the JDK does not have, by junixsocket: abstract names, inherited descriptors, vsock.
 *
 * @provides SocketTransport sockets of Linux
 */
@NullMarked
module dev.qmp.chardev.junixsocket {
    requires static org.jspecify;
    requires dev.qmp.chardev;
    requires org.newsclub.net.unix;
    requires com.kohlschutter.junixsocket.nativecommon;

    provides SocketTransport with
            dev.qmp.chardev.junixsocket.JunixTransport;
}
