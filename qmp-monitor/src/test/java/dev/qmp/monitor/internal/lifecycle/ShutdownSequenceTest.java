package dev.qmp.monitor.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.spi.ShutdownCause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The event of the end, for each cause, and what comes after it. */
class ShutdownSequenceTest {
    private final List<String> happened = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void tellsTheCauseOnceAndThenStops(ShutdownCause cause) {
        ShutdownSequence ending = new ShutdownSequence(
                (event, data) -> happened.add(event + " " + data), () -> happened.add("stop"), (what, failure) -> {
                    throw new AssertionError(what, failure);
                });
        ending.onShutdown(() -> happened.add("action"));
        ending.requestShutdown(cause);
        ending.requestShutdown(ShutdownCause.HOST_UI);
        assertThat(happened)
                .containsExactly(
                        "SHUTDOWN {\"guest\": false, \"reason\": \"" + cause.wireName() + "\"}", "stop", "action");
    }

    @Test
    void goesOnToTheEndWhateverFailsOnTheWay() {
        List<String> reported = new ArrayList<>();
        ShutdownSequence ending = new ShutdownSequence(
                (event, data) -> {
                    throw new IllegalStateException("no event");
                },
                () -> {
                    happened.add("stop");
                    throw new AssertionError("no stop");
                },
                (what, failure) -> reported.add(what + ": " + failure.getMessage()));
        ending.onShutdown(() -> {
            throw new AssertionError("no action");
        });
        ending.onShutdown(() -> happened.add("action"));
        ending.requestShutdown(ShutdownCause.HOST_UI);
        assertThat(happened).containsExactly("stop", "action");
        assertThat(reported)
                .containsExactly(
                        "the event SHUTDOWN cannot be sent: no event",
                        "the dispatcher cannot be stopped: no stop",
                        "an action for the shutdown failed: no action");
    }
}
