package dev.qmp.chardev.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpinGovernorTest {
    private final SpinGovernor governor = new SpinGovernor(30_000);

    @Test
    void spinsAfterAShortSleepOnly() {
        assertThat(governor.pays()).isFalse();
        governor.slept(1_000_000);
        assertThat(governor.pays()).isFalse();
        governor.slept(45_000);
        assertThat(governor.pays()).isTrue();
        governor.succeeded();
        assertThat(governor.pays()).isTrue();
    }

    @Test
    void paysForSpinsThatFindNothingWithMoreAndMoreSleeps() {
        for (int rest : new int[] {1, 3, 7, 15, 31, 63, 64, 64}) {
            governor.slept(10_000);
            assertThat(governor.pays()).isTrue();
            governor.failed();
            for (int i = 0; i < rest; i++) {
                assertThat(governor.pays()).isFalse();
                governor.slept(10_000);
            }
            assertThat(governor.pays()).isFalse();
        }
        governor.slept(10_000);
        assertThat(governor.pays()).isTrue();
        governor.succeeded();
        governor.failed();
        governor.slept(10_000);
        assertThat(governor.pays()).isFalse();
        governor.slept(10_000);
        assertThat(governor.pays())
                .as("a success makes up for what failed before")
                .isTrue();
    }

    @Test
    void anIdleLoopSleeps() {
        governor.slept(10_000);
        governor.failed();
        for (int i = 0; i < 100; i++) {
            governor.slept(1_000_000_000);
            assertThat(governor.pays()).isFalse();
        }
    }
}
