package dev.qmp.monitor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.internal.session.QmpSession;
import dev.qmp.monitor.spi.YankInstances;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .importUrl(Monitors.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void looksAtExportedAndInternalPackages() {
        assertThat(classes.contain(Monitors.class)).isTrue();
        assertThat(classes.contain(QmpClient.class)).isTrue();
        assertThat(classes.contain(YankInstances.class)).isTrue();
        assertThat(classes.contain(QmpSession.class)).isTrue();
        assertThat(classes.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void hasNoPackageCycles() {
        slices().matching("dev.qmp.(monitor..)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void leavesTheRoomsBelowTheirUsers() {
        noClasses()
                .that()
                .resideInAPackage("dev.qmp.monitor.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.qmp.monitor")
                .check(classes);
    }

    @Test
    void usesNoStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
    }
}
