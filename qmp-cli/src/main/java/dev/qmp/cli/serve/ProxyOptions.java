package dev.qmp.cli.serve;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.TlsSettings;
import dev.qmp.monitor.proxy.Upstream;
import java.nio.file.Path;
import java.time.Duration;
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

    private @Nullable QmpAddress address;
    private boolean reconnect;
    private Duration timeout = Duration.ofSeconds(5);
    private @Nullable Path authority;
    private @Nullable Path certificate;
    private @Nullable Path key;

    /**
     * Takes an option or the address.
     *
     * @return false if the option is one of {@code qmp serve}
     * @throws UsageException if it is unknown or wrong
     */
    boolean take(String option, OptionReader rest) {
        switch (option) {
            case "--reconnect" -> reconnect = true;
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

    private void takeAddress(String argument) {
        if (argument.startsWith("-")) {
            throw new UsageException("unknown option " + Help.suggestion("proxy", argument));
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
     * @throws UsageException if there is none, or the options contradict each other
     */
    Upstream upstream() {
        QmpAddress server = address;
        if (server == null) {
            throw new UsageException("the server's address is missing");
        }
        if ((certificate == null) != (key == null)) {
            throw new UsageException("--tls-cert and --tls-key go together");
        }
        return Upstream.builder(server)
                .reconnect(reconnect)
                .timeout(timeout)
                .tls(new TlsSettings(authority, certificate, key, null))
                .build();
    }
}
