package dev.qmp.chardev;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.qmp.chardev.loop.EventLoop;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Chardev.class.getProtectionDomain().getCodeSource().getLocation());

    /** Every package is a slice of its own, exported or not, above or below. */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("dev.qmp.chardev")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    private static final ArchRule NO_CYCLES =
            slices().assignedFrom(PACKAGES).should().beFreeOfCycles();

    @Test
    void packagesHaveNoCycles() {
        NO_CYCLES.check(CLASSES);
    }

    /** The tests' own packages form cycles with those that they test. */
    @Test
    void aCycleWouldBeFound() {
        JavaClasses all = new ClassFileImporter()
                .importUrls(List.of(
                        Chardev.class.getProtectionDomain().getCodeSource().getLocation(),
                        ArchitectureTest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()));
        assertThatThrownBy(() -> NO_CYCLES.check(all)).hasMessageContaining("Cycle detected");
    }

    @Test
    void theLoopDependsOnNothingElseOfTheModule() {
        noClasses()
                .that()
                .resideInAPackage("dev.qmp.chardev.loop")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.qmp.chardev..").and(not(resideInAPackage("dev.qmp.chardev.loop"))))
                .check(CLASSES);
    }

    @Test
    void nothingTouchesTheStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void theModuleExportsItsApiOnlyAndProvidesEveryBackEnd() {
        ModuleDescriptor descriptor = EventLoop.class.getModule().getDescriptor();
        assertThat(descriptor).isNotNull();
        assertThat(descriptor.exports().stream().filter(e -> !e.isQualified()).map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder(
                        "dev.qmp.chardev",
                        "dev.qmp.chardev.loop",
                        "dev.qmp.chardev.options",
                        "dev.qmp.chardev.registry",
                        "dev.qmp.chardev.spi",
                        "dev.qmp.chardev.tls");
        assertThat(descriptor.requires().stream()
                        .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name))
                .containsExactlyInAnyOrder("java.base", "jdk.net");
        assertThat(descriptor.uses())
                .containsExactlyInAnyOrder("dev.qmp.chardev.spi.ChardevBackend", "dev.qmp.chardev.spi.SocketTransport");
        assertThat(descriptor.provides().stream()
                        .flatMap(p -> p.providers().stream())
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "FileBackend",
                        "HubBackend",
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
