package dev.qmp.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamePatternTest {
    @Test
    void acceptsEverythingWithoutAPattern() {
        assertThat(NamePattern.any(List.of())).accepts("STOP", "");
    }

    @Test
    void knowsPlaceHoldersAndTakesTheRestAsItIs() {
        assertThat(NamePattern.any(List.of("BLOCK_*", "R?SUME"))).accepts("BLOCK_", "BLOCK_JOB_READY", "RESUME");
        assertThat(NamePattern.any(List.of("BLOCK_*", "R?SUME"))).rejects("XBLOCK_", "RSUME", "resume", "");
        assertThat(NamePattern.any(List.of("A.B"))).accepts("A.B").rejects("AxB");
    }
}
