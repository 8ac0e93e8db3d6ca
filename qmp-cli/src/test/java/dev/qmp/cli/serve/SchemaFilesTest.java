package dev.qmp.cli.serve;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaFilesTest {
    private static MonitorsBuilder with(String option) {
        ServeOptions options = ServeOptions.parse(List.of(option, "/dev/zero"));
        Schema replacement = SchemaFiles.replacement(options);
        return Monitors.builder().commands(table -> SchemaFiles.apply(options, replacement, table));
    }

    @Test
    void refusesFilesWithoutEnd() {
        assumeThat(Path.of("/dev/zero")).exists();

        assertThatThrownBy(() -> with("--replies").build())
                .isInstanceOf(FailedException.class)
                .hasMessage("--replies /dev/zero: larger than 64 MiB");
        for (String option : List.of("--schema", "--schema-add")) {
            assertThatThrownBy(() -> with(option).build())
                    .isInstanceOf(SchemaException.class)
                    .message()
                    .isEqualTo("can't read schema file '/dev/zero': the schema has more than 16 MiB");
        }
    }
}
