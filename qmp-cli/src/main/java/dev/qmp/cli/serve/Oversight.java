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
 * Who may do what, and who did what: the options {@code --policy}, {@code --audit} and {@code --journal}, for any number of hosts of
 * monitors.
 *
 * <p>Thread: confined to the main thread but for {@link #apply}.
 */
final class Oversight implements AutoCloseable {
    private final boolean proxied;
    private final @Nullable PolicyFile policyFile;
    private volatile @Nullable Policy policy;
    private final @Nullable AuditFile audit;
    private final @Nullable Journal journal;

    Oversight(ServeOptions options) {
        proxied = options.isProxy();
        policyFile = options.policy() == null ? null : new PolicyFile(options.policy());
        policy = policyFile == null ? null : policyFile.read();
        audit = options.audit() == null ? null : new AuditFile(options.audit(), options.auditStrict());
        journal = options.journal() == null ? null : open(options.journal());
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

    /** Applies all of it to monitors. */
    void apply(MonitorsBuilder builder) {
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

    @Override
    public void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
