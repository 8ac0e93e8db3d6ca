package dev.qmp.monitor.internal.host;

import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.monitor.client.QmpAddress;
import java.util.function.Supplier;

/** Where to listen, as text: the address that a client would use, or the options of a device. */
public final class ListenAddress {
    private ListenAddress() {}

    /**
     * Makes a device's options of an address.
     *
     * @param address an address as {@link QmpAddress#parse} takes it, without TLS, or a device's options, {@code TYPE,KEY=VALUE,...}
     * @param label makes the device's id, unless the options have one
     * @return the options
     * @throws IllegalArgumentException if it is an address, and wrong
     * @throws dev.qmp.chardev.ChardevException if it is a device's options, and wrong
     */
    public static OptionString options(String address, Supplier<String> label) {
        if (isOptions(address)) {
            OptionString options = OptionString.parse(address, OptionTable.CHARDEV);
            return options.id() == null ? OptionString.of("id", label.get()).with(options) : options;
        }
        QmpAddress parsed = QmpAddress.parse(address);
        OptionString socket = OptionString.of("id", label.get(), "backend", "socket", "server", "on", "wait", "off");
        if (parsed instanceof QmpAddress.Unix unix) {
            return socket.with("path", unix.path().toString());
        }
        if (parsed instanceof QmpAddress.Tcp tcp) {
            return socket.with("host", tcp.host()).with("port", String.valueOf(tcp.port()));
        }
        throw new IllegalArgumentException("address '" + address
                + "': to listen with TLS, give a device's options: socket,host=HOST,port=PORT,server=on,tls-creds=ID");
    }

    /** Tells whether a text begins with a word and a comma, which no address does. */
    private static boolean isOptions(String text) {
        int at = 0;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        return at > 0 && at < text.length() && text.charAt(at) == ',';
    }
}
