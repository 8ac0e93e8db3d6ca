package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleTest {
    private static ModuleDescriptor descriptor() throws IOException, URISyntaxException {
        Path classes = Path.of(
                Schema.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }

    @Test
    void exportsWhatIsMeantForUsers() throws IOException, URISyntaxException {
        assertThat(descriptor().exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrder(
                        "dev.qmp.qapi",
                        "dev.qmp.qapi.arguments",
                        "dev.qmp.qapi.compiler",
                        "dev.qmp.qapi.diff",
                        "dev.qmp.qapi.introspection",
                        "dev.qmp.qapi.replies",
                        "dev.qmp.qapi.spi",
                        "dev.qmp.qapi.typed",
                        "dev.qmp.qapi.validation");
    }

    @Test
    void requiresNothingButJsonAtRunTime() throws IOException, URISyntaxException {
        assertThat(descriptor().requires())
                .filteredOn(requires -> !requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactlyInAnyOrder("java.base", "dev.qmp.json");
    }

    @Test
    void usesAndProvidesGenerators() throws IOException, URISyntaxException {
        assertThat(descriptor().uses()).isEqualTo(Set.of("dev.qmp.qapi.spi.SchemaGenerator"));
        assertThat(descriptor().provides())
                .extracting(ModuleDescriptor.Provides::service)
                .containsExactly("dev.qmp.qapi.spi.SchemaGenerator");
    }
}
