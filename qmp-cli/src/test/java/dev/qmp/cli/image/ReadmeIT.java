package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The script that the README begins with; its blocks are {@link DocsIT}'s. */
class ReadmeIT {
    @Test
    void theFirstSessionRuns() {
        try (RunningQmp session = RunningQmp.start(new ProcessBuilder(
                DocPage.PROJECT.resolve("docs/first-session.sh").toString()))) {
            assertThat(session.status()).as(session::stdout).isZero();
            assertThat(session.stdout())
                    .contains(
                            "<- {\"return\": {}, \"id\": \"now\"}\n<- {\"return\": {}, \"id\": 3}\n<- {\"return\": {");
            assertThat(session.stderr()).isEmpty();
        }
    }
}
