package dev.qmp.cli.serve;

import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonLimits;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.MonitorsBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What peers may cost: the options for memory, messages, output, and the time to negotiate.
 *
 * <p>Thread: confined to one thread.
 */
final class Bounds {
    /** How long a client of a listening socket may take to negotiate, unless the option says otherwise. */
    private static final Duration LISTENING_TIMEOUT = Duration.ofSeconds(30);

    private static final int MOST_OUTPUT = Integer.MAX_VALUE - 64;

    private long memory;
    private JsonLimits limits = JsonLimits.DEFAULT;
    private int output;
    private int unnegotiated = MonitorOptions.DEFAULT.unnegotiatedInput();
    private @Nullable Duration negotiation;

    /** Takes an option, if it is one of these; returns whether it is. */
    boolean take(String option, OptionReader rest) {
        switch (option) {
            case "--max-memory" -> memory = rest.size(option, Long.MAX_VALUE);
            case "--max-message" -> limits = limits.withTokenBytes(rest.size(option, 1 << 30));
            case "--max-tokens" -> limits = limits.withTokenCount(number(option, rest, Integer.MAX_VALUE));
            case "--max-depth" -> limits = limits.withNesting(number(option, rest, JsonLimits.DEFAULT.nesting()));
            case "--max-output" -> output = (int) rest.size(option, MOST_OUTPUT);
            case "--max-unnegotiated" -> unnegotiated = (int) rest.size(option, MOST_OUTPUT);
            case "--negotiation-timeout" -> negotiation = Duration.ofSeconds(rest.number(option));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int number(String option, OptionReader rest, int most) {
        int number = rest.number(option);
        if (number < 1 || number > most) {
            throw new UsageException(option + ": '" + number + "' is not a number from 1 to " + most);
        }
        return number;
    }

    /** Returns the memory of all peers together, in bytes; 0 for the default. */
    long memory() {
        return memory;
    }

    /** Applies the bounds of all monitors together. */
    void apply(MonitorsBuilder builder) {
        if (memory > 0) {
            builder.memoryBudget(memory);
        }
    }

    /**
     * Applies the bounds of one monitor.
     *
     * @param options its other options
     * @param listening whether its device is a listening socket
     */
    MonitorOptions apply(MonitorOptions options, boolean listening) {
        MonitorOptions.Builder builder = options.toBuilder()
                .limits(limits)
                .unnegotiatedInput(unnegotiated)
                .negotiationTimeout(negotiation != null ? negotiation : listening ? LISTENING_TIMEOUT : Duration.ZERO);
        if (output > 0) {
            builder.outputBounds(Math.min(options.outputHighWater(), output), output);
        }
        return builder.build();
    }
}
