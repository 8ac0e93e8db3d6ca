package dev.qmp.monitor.internal.proxy;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.chardev.tls.TlsCredentialsStore;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.TlsSettings;
import dev.qmp.monitor.client.internal.TlsContexts;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.proxy.UpstreamException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The device that connects to a server, again and again until it is stopped. It is in a registry of its own, because it is nobody's but the
 * proxy's.
 *
 * <p>Thread: made, started and closed by any thread but the loop's, the rest is confined to the loop.
 */
final class UpstreamDevice {
    private static final String ID = "upstream";
    private static final String RETRY_MILLIS = "100";

    /** What precedes the reason in the notices of the device. */
    private static final String REASON = "': ";

    private final Upstream settings;
    private final EventLoop loop;
    private final ChardevRegistry registry;
    private @Nullable CharFrontend frontend;

    /**
     * Prepares a device.
     *
     * @param settings the server
     * @param loop where the device lives
     * @param notConnected takes the reason why an attempt failed, in the loop
     * @throws UpstreamException if the certificates cannot be used
     */
    UpstreamDevice(Upstream settings, EventLoop loop, Consumer<String> notConnected) {
        this.settings = settings;
        this.loop = loop;
        TlsCredentialsStore credentials = new TlsCredentialsStore();
        if (settings.address() instanceof QmpAddress.Tls) {
            credentials.add(ID, credentials());
        }
        registry = ChardevRegistry.builder(loop)
                .service(TlsCredentialsLookup.class, credentials)
                .notices(line -> notConnected.accept(line.substring(line.lastIndexOf(REASON) + REASON.length())))
                .load();
    }

    private TlsCredentials credentials() {
        TlsSettings tls = settings.tls();
        try {
            return new TlsCredentials(
                    TlsContexts.of(tls.authority(), tls.certificate(), tls.key()),
                    TlsCredentials.Endpoint.CLIENT,
                    true);
        } catch (IOException | GeneralSecurityException e) {
            throw new UpstreamException("TLS settings for " + settings.address() + ": " + e.getMessage());
        }
    }

    /** Begins to connect. */
    void start(CharHandlers handlers) {
        OptionString options = OptionString.of("id", ID, "backend", "socket", "reconnect-ms", RETRY_MILLIS);
        QmpAddress address = settings.address();
        if (address instanceof QmpAddress.Unix unix) {
            options = options.with("path", unix.path().toString());
            if (settings.descriptors()) {
                options = options.with("descriptors", "on");
            }
        } else if (address instanceof QmpAddress.Tcp tcp) {
            options = options.with("host", tcp.host()).with("port", String.valueOf(tcp.port()));
        } else if (address instanceof QmpAddress.Tls tls) {
            options = options.with("host", tls.host())
                    .with("port", String.valueOf(tls.port()))
                    .with("tls-creds", ID);
        }
        try {
            Chardev device = registry.add(options);
            CharFrontend attached = device.attach();
            frontend = attached;
            attached.setHandlers(handlers, loop);
        } catch (ChardevException e) {
            throw new UpstreamException(settings.address() + ": " + e.getMessage());
        }
    }

    private CharFrontend attached() {
        CharFrontend attached = frontend;
        if (attached == null) {
            throw new IllegalStateException("not started");
        }
        return attached;
    }

    CharConnection connection() {
        return attached().connection();
    }

    /** Ends the connection; the next one is made soon. */
    void disconnect() {
        attached().disconnect();
    }

    /** Connects no more. Does not wait. */
    CompletionStage<Void> stop() {
        return attached().chardev().closeAsync();
    }

    /** Closes the device; waits unless the caller is a loop's thread. */
    void close() {
        registry.close();
    }
}
