package dev.qmp.cli.serve;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.rights.Policy;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, who did what, and how much: the options {@code --policy}, {@code --audit}, {@code --journal} and {@code --metrics}, for
 * any number of hosts of monitors.
 *
 * <p>Thread: confined to the main thread but for {@link #apply}.
 */
final class Oversight implements AutoCloseable {
    private final boolean proxied;
    private final @Nullable PolicyFile policyFile;
    private volatile @Nullable Policy policy;
    private final @Nullable AuditFile audit;
    private final @Nullable Journal journal;
    private final @Nullable MetricsEndpoint metrics;

    Oversight(ServeOptions options) {
        proxied = options.isProxy();
        policyFile = options.policy() == null ? null : new PolicyFile(options.policy());
        policy = policyFile == null ? null : policyFile.read();
        audit = options.audit() == null ? null : new AuditFile(options.audit(), options.auditStrict());
        journal = options.journal() == null ? null : open(options.journal());
        metrics = options.metrics() == null ? null : MetricsEndpoint.open(options.metrics());
        if (journal != null && proxied) {
            // It is the journal of a real server.
            RecordingFile recording = options.recording();
            journal.maskSecrets(recording == null ? List.of() : recording.secretNames());
        }
    }

    private static Journal open(String file) {
        try {
            return Journal.writingTo(OptionReader.path(file), Diagnostics::print);
        } catch (UncheckedIOException e) {
            throw new FailedException(
                    "--journal " + file + ": " + IoErrors.reason(Objects.requireNonNull(e.getCause())));
        }
    }

    /** Applies all of it to monitors, those of the server with this name; the only one has none. */
    void apply(String name, MonitorsBuilder builder) {
        if (metrics != null) {
            builder.metrics(metrics.add(name));
        }
        Policy current = policy;
        if (current != null) {
            builder.policy(current);
        }
        if (audit != null) {
            builder.audit(audit);
        }
        if (journal != null) {
            builder.journal(journal);
            if (proxied) {
                builder.answerHere("x-journal", "x-verify");
            }
        }
    }

    /** Has SIGHUP read the policy again, and the credentials. */
    void handleHangUp(DeviceServices services, Consumer<Policy> taker) {
        if (policyFile == null) {
            services.handleHangUp();
        } else {
            policyFile.readAgainOnHangUp(
                    read -> {
                        policy = read;
                        taker.accept(read);
                    },
                    services::hungUp);
        }
    }

    /** Returns where figures are to be had; empty if nowhere. */
    String metricsAddress() {
        return metrics == null ? "" : metrics.address();
    }

    /** A server has gone. */
    void forget(String name) {
        if (metrics != null) {
            metrics.remove(name);
        }
    }

    @Override
    public void close() {
        if (metrics != null) {
            metrics.close();
        }
        if (journal != null) {
            journal.close();
        }
    }
}
