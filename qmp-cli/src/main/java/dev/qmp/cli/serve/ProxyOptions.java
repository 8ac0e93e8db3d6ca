package dev.qmp.cli.serve;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.TlsSettings;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.proxy.UpstreamListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of {@code qmp proxy} has besides the options of devices, which are those of {@code qmp serve}.
 *
 * <p>Thread: confined to one thread.
 */
final class ProxyOptions {
    private static final Set<String> OF_SERVE = Set.of(
            "-chardev",
            "-mon",
            "-qmp",
            "-qmp-pretty",
            "-object",
            "-echr",
            "-pidfile",
            "--policy",
            "--audit",
            "--audit-strict",
            "--journal",
            "--metrics",
            "--negotiation-timeout",
            "--max-memory",
            "--max-message",
            "--max-tokens",
            "--max-depth",
            "--max-output",
            "--max-unnegotiated",
            "--spin",
            "--quiet",
            "--ready-fd",
            "--log",
            "-v",
            "-vv",
            "-h",
            "-help",
            "--help");

    private final String subcommand;
    private @Nullable QmpAddress address;
    private final FleetOptions fleet = new FleetOptions();
    private boolean reconnect;
    private boolean descriptors;
    private Duration timeout = Duration.ofSeconds(5);
    private @Nullable Path authority;
    private @Nullable Path certificate;
    private @Nullable Path key;

    ProxyOptions(String subcommand) {
        this.subcommand = subcommand;
    }

    /**
     * Takes an option or the address.
     *
     * @return false if the option is one of {@code qmp serve}
     * @throws UsageException if it is unknown or wrong
     */
    boolean take(String option, OptionReader rest) {
        switch (option) {
            case "--reconnect" -> reconnect = true;
            case "--descriptors" -> descriptors = true;
            case "--upstream" -> fleet.add(rest.argument(option));
            case "--upstreams" -> fleet.watch(rest.argument(option));
            case "--timeout" -> {
                timeout = Duration.ofSeconds(rest.number(option));
                if (timeout.isZero()) {
                    throw new UsageException(option + ": '0' is not a positive number of seconds");
                }
            }
            case "--tls-ca" -> authority = OptionReader.path(rest.argument(option));
            case "--tls-cert" -> certificate = OptionReader.path(rest.argument(option));
            case "--tls-key" -> key = OptionReader.path(rest.argument(option));
            default -> {
                if (OF_SERVE.contains(option)) {
                    return false;
                }
                takeAddress(option);
            }
        }
        return true;
    }

    /** Returns whether clients may pass file descriptors. */
    boolean descriptors() {
        return descriptors;
    }

    private void takeAddress(String argument) {
        if (argument.startsWith("-")) {
            throw new UsageException("unknown option " + Help.suggestion(subcommand, argument));
        }
        if (address != null) {
            throw new UsageException("a second server, '" + argument + "', besides " + address);
        }
        try {
            address = QmpAddress.parse(argument);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the server.
     *
     * @param listener sees what passes to and from it, or null
     * @throws UsageException if there is none, or the options contradict each other
     */
    Upstream upstream(@Nullable UpstreamListener listener) {
        QmpAddress server = address;
        if (server == null) {
            throw new UsageException("the server's address is missing");
        }
        Upstream.Builder builder = upstream(server);
        return (listener == null ? builder : builder.listener(listener)).build();
    }

    /**
     * Returns the servers if there may be several; otherwise null.
     *
     * @throws UsageException if the options contradict each other
     */
    @Nullable
    FleetOptions fleet(List<DeviceOption> devices) {
        if (fleet.isEmpty()) {
            return null;
        }
        if (address != null) {
            throw new UsageException("a server without a name, '" + address + "', besides --upstream or --upstreams");
        }
        fleet.complete(one -> upstream(one).build(), devices);
        return fleet;
    }

    private Upstream.Builder upstream(QmpAddress server) {
        if ((certificate == null) != (key == null)) {
            throw new UsageException("--tls-cert and --tls-key go together");
        }
        if (descriptors && !(server instanceof QmpAddress.Unix)) {
            throw new UsageException(
                    "--descriptors: " + server + " is not a unix socket, and nothing else passes file descriptors");
        }
        return Upstream.builder(server)
                .reconnect(reconnect)
                .descriptors(descriptors)
                .timeout(timeout)
                .tls(new TlsSettings(authority, certificate, key, null));
    }
}
