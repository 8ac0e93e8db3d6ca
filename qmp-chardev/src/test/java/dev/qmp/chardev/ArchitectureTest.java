package dev.qmp.chardev;

import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.qmp.chardev.loop.EventLoop;
import java.lang.module.ModuleDescriptor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.qmp.chardev");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.qmp.chardev.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingTouchesTheStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void theModuleExportsItsApiOnlyAndProvidesEveryBackEnd() {
        ModuleDescriptor descriptor = EventLoop.class.getModule().getDescriptor();
        assertThat(descriptor).isNotNull();
        assertThat(descriptor.exports().stream()
                        .filter(e -> !e.isQualified())
                        .map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder(
                        "dev.qmp.chardev",
                        "dev.qmp.chardev.loop",
                        "dev.qmp.chardev.options",
                        "dev.qmp.chardev.spi",
                        "dev.qmp.chardev.tls");
        assertThat(descriptor.requires().stream()
                        .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name))
                .containsExactlyInAnyOrder("java.base", "jdk.net");
        assertThat(descriptor.uses()).containsExactly("dev.qmp.chardev.spi.ChardevBackend");
        assertThat(descriptor.provides().stream()
                        .flatMap(p -> p.providers().stream())
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "FileBackend",
                        "MuxBackend",
                        "NullBackend",
                        "PipeBackend",
                        "PtyBackend",
                        "RingbufBackend",
                        "SocketBackend",
                        "StdioBackend",
                        "UdpBackend");
    }
}
