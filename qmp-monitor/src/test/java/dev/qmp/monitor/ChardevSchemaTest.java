package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.monitor.internal.chardev.ChardevProvider;
import dev.qmp.monitor.internal.yank.YankProvider;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaDiff;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas of the device commands: documented, and of the shape that clients of QEMU know. */
class ChardevSchemaTest {
    private static final List<CommandProvider> PROVIDERS = List.of(new ChardevProvider(), new YankProvider());

    @Test
    void areDocumented() {
        for (CommandProvider provider : PROVIDERS) {
            assertThat(SchemaCompiler.create()
                            .withDocs(DocsMode.STRICT)
                            .compile(List.of(provider.schema()))
                            .commands())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.2", "10.1"})
    void fitTheDeclarationsOfQemu(String release) {
        Schema declared =
                SchemaCompiler.create().withDocs(DocsMode.OFF).compile(List.of(SchemaSource.file(qemuSchema(release))));
        for (CommandProvider provider : PROVIDERS) {
            Schema handled = SchemaCompiler.create().compile(List.of(provider.schema()));
            for (Command command : handled.commands()) {
                assertThat(SchemaDiff.ofHandler(
                                        handled,
                                        command,
                                        declared,
                                        declared.command(command.name()).orElseThrow())
                                .breaking(Peer.SERVER))
                        .as(command.name())
                        .isEmpty();
            }
        }
    }

    private static Path qemuSchema(String release) {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/qemu").resolve(release).resolve("qapi/qapi-schema.json"))
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> {
                    assumeTrue(false, "QEMU's schemas (shared/qemu beside the project) are not at hand");
                    throw new AssertionError();
                });
    }
}
