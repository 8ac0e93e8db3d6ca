package dev.qmp.chardev;

import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
        assertThat(CLASSES.stream()
                        .filter(c -> c.getPackageName().equals("dev.qmp.chardev"))
                        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                        .filter(d -> d.getTargetClass().getPackageName().startsWith("dev.qmp.chardev.internal"))
                        .toList())
                .isEmpty();
    }

    @Test
    void nothingTouchesTheStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void theModuleExportsItsApiOnlyAndProvidesEveryBackEnd() {
        ModuleDescriptor descriptor = EventLoop.class.getModule().getDescriptor();
        assertThat(descriptor).isNotNull();
        assertThat(descriptor.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactly("dev.qmp.chardev");
        assertThat(descriptor.requires().stream()
                        .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name))
                .containsExactlyInAnyOrder("java.base", "jdk.net");
        assertThat(descriptor.uses()).containsExactly("dev.qmp.chardev.ChardevBackend");
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
