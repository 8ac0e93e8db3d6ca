package dev.qmp.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.cli.usage.LineWriter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFinderTest {
    private static final String TIME = "[-0-9]+ [:0-9]+\\.\\d{3} ";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void start() {
        file = directory.resolve("log");
        Logging.start(0, file.toString());
    }

    private static System.Logger logger(String name) {
        return new LogFinder().getLogger(name, LogFinderTest.class.getModule());
    }

    private List<String> lines() throws IOException {
        LineWriter.flushAll();
        return Files.readAllLines(file);
    }

    @Test
    void aRecordIsOneLineWhateverItHolds() throws IOException {
        logger("dev.qmp.a").log(Level.WARNING, "a\nb\u001b[31m");
        logger("dev.qmp.a").log(Level.WARNING, "user {0} may not connect", "eve\n");
        logger("dev.qmp.a").log(Level.WARNING, "broken {", "x");
        logger("dev.qmp.a").log(Level.WARNING, () -> "it failed", new IOException("no\nway"));
        logger("dev.qmp.a").log(Level.INFO, "not asked for");
        logger("org.other").log(Level.ERROR, (String) null);
        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches(TIME + "warning a\\\\nb\\\\u001b\\[31m"),
                        line -> assertThat(line).matches(TIME + "warning user eve\\\\n may not connect"),
                        line -> assertThat(line).matches(TIME + "warning broken \\{"),
                        line -> assertThat(line).matches(TIME + "warning it failed: java.io.IOException: no\\\\nway"),
                        line -> assertThat(line).matches(TIME + "error null"));
    }

    @Test
    void anErrorIsFollowedByWhereItWasThrown() throws IOException {
        Throwable thrown = new IllegalStateException("outer\n", new IOException("inner"));
        thrown.getCause().initCause(new Hostile());
        logger("dev.qmp.a").log(Level.ERROR, "it failed", thrown);
        List<String> lines = lines();
        assertThat(lines.get(0)).endsWith(" error it failed: java.lang.IllegalStateException: outer\\n");
        assertThat(lines.get(1)).startsWith("\tat ").contains("LogFinderTest.anErrorIsFollowedByWhereItWasThrown");
        assertThat(lines)
                .contains("\tcaused by java.io.IOException: inner", "\tcaused by " + Hostile.class.getName())
                .hasSizeLessThan(300);
    }

    /** Does not even tell what it is. */
    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void manyLinesThatDifferInNumbersAndNamesAreOfOneKind() throws IOException {
        for (int i = 0; i < 1000; i++) {
            logger("dev.qmp.b").log(Level.WARNING, "port " + i + ": 'name" + "x".repeat(i % 7) + "' refused");
        }
        logger("dev.qmp.b").log(Level.WARNING, "something else");
        List<String> lines = lines();
        assertThat(lines).hasSizeLessThan(100);
        assertThat(lines.stream().filter(line -> line.contains("something else")))
                .hasSize(1);
    }
}
