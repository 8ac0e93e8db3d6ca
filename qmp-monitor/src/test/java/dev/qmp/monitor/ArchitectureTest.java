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
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Monitors.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void looksAtExportedAndInternalPackages() {
        assertThat(CLASSES.contain(Monitors.class)).isTrue();
        assertThat(CLASSES.contain(QmpClient.class)).isTrue();
        assertThat(CLASSES.contain(YankInstances.class)).isTrue();
        assertThat(CLASSES.contain(QmpSession.class)).isTrue();
        assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void hasNoPackageCycles() {
        slices().matching("dev.qmp.(monitor..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void leavesTheRoomsBelowTheirUsers() {
        noClasses()
                .that()
                .resideInAPackage("dev.qmp.monitor.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.qmp.monitor")
                .check(CLASSES);
    }

    @Test
    void usesNoStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }
}
