package dev.qmp.monitor.testing;

import static dev.qmp.monitor.testing.Answer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.qapi.SchemaSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;

/** The extension in test classes of client authors, run as JUnit runs them. */
class QmpStandInExtensionTest {
    private static QmpStandInBuilder builder() {
        return QmpStandIn.withProtocol(SchemaSource.text("s.json", "{ 'command': 'stop' }\n{ 'command': 'cont' }\n"))
                .reply("stop", answer().returns("{}").then("stopped"), answer().error("stopped already"));
    }

    private static void stop(QmpAddress address) throws Exception {
        try (QmpClient client = QmpClient.connect(address)) {
            client.execute("stop").get(1, TimeUnit.MINUTES);
        }
    }

    /** Runs the tests of a class; returns the results by the names of the methods. */
    private static Map<String, TestExecutionResult> run(Class<?> tests) {
        Map<String, TestExecutionResult> results = new ConcurrentHashMap<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                results.put(test.getDisplayName().replaceFirst("\\(.*", ""), result);
                            }
                        });
        return results;
    }

    private static Throwable failure(TestExecutionResult result) {
        return result.getThrowable().orElseThrow();
    }

    static class Clean {
        static final List<Object> SEEN = new ArrayList<>();

        @RegisterExtension
        static final QmpStandInExtension SERVER = QmpStandInExtension.of(builder());

        @BeforeEach
        void sees(QmpStandIn server, QmpAddress address) {
            assertThat(server).isSameAs(SERVER.server());
            assertThat(address).isEqualTo(server.address());
            assertThat(server.received()).isEmpty();
            assertThat(server.state()).isEmpty();
            SEEN.add(server);
        }

        @Test
        void one(QmpAddress address) throws Exception {
            stop(address);
            SERVER.server().verify("stop", 1);
        }

        @Test
        void two(QmpStandIn server) throws Exception {
            stop(server.address());
            assertThat(server.state()).isEqualTo("stopped");
        }

        @Nested
        class Within {
            @Test
            void three(QmpStandIn server) throws Exception {
                stop(server.address());
            }
        }
    }

    @Test
    void hasOneServerForAClassAndResetsIt() {
        Map<String, TestExecutionResult> results = run(Clean.class);
        assertThat(results.keySet()).contains("one", "two", "three");
        assertThat(results.values())
                .allSatisfy(result -> assertThat(result.getThrowable()).isEmpty());
        assertThat(Clean.SEEN).hasSize(3);
        assertThat(Clean.SEEN.stream().distinct()).hasSize(1);
        assertThatThrownBy(Clean.SERVER::server).isInstanceOf(IllegalStateException.class);
        assertThat(((QmpStandIn) Clean.SEEN.get(0)).socket()).doesNotExist();
    }

    static class Each {
        static final List<Object> SEEN = new ArrayList<>();

        @RegisterExtension
        final QmpStandInExtension server = QmpStandInExtension.of(builder().tcp());

        @Test
        void one() throws Exception {
            stop(server.server().address());
            SEEN.add(server.server());
        }

        @Test
        void two() throws Exception {
            stop(server.server().address());
            SEEN.add(server.server());
        }
    }

    @Test
    void hasAServerForEachTestInAnInstanceField() {
        assertThat(run(Each.class).values())
                .allSatisfy(result -> assertThat(result.getThrowable()).isEmpty());
        assertThat(Each.SEEN.stream().distinct()).hasSize(2);
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Failing {
        @RegisterExtension
        static final QmpStandInExtension SERVER = QmpStandInExtension.of(builder());

        @Test
        @Order(1)
        void byComparison(QmpAddress address) throws Exception {
            stop(address);
            assertEquals("a", "b");
        }

        @Test
        @Order(2)
        void byAssertion() {
            fail("so");
        }

        @Test
        @Order(3)
        void byAnError(QmpAddress address) throws Exception {
            try (QmpClient client = QmpClient.connect(address)) {
                client.execute("cont").get(1, TimeUnit.MINUTES);
            }
        }

        @Test
        @Order(4)
        void byVerification(QmpStandIn server) {
            server.verify("stop");
        }

        @Test
        @Order(5)
        void byAssumption() {
            assumeTrue(false);
        }
    }

    @Test
    void aFailureSaysWhatWasReceived() {
        Map<String, TestExecutionResult> results = run(Failing.class);
        String negotiated = "\n  1 {\"execute\": \"qmp_capabilities\"";
        assertThat(failure(results.get("byComparison")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("expected: <a> but was: <b>\nreceived 2 requests" + negotiated)
                .hasMessageContaining("\n  2 {\"execute\": \"stop\"")
                .hasMessageEndingWith("}")
                .satisfies(failure -> assertThat(
                                ((AssertionFailedError) failure).getExpected().getValue())
                        .isEqualTo("a"));
        assertThat(failure(results.get("byAssertion")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("so\nreceived 0 requests");
        assertThat(failure(results.get("byAnError")))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(ExecutionException.class.getName())
                .hasMessageContaining("command cont has no handler here\nreceived 2 requests" + negotiated)
                .hasRootCauseInstanceOf(QmpCommandException.class);
        assertThat(failure(results.get("byVerification")).getMessage().split("received 0 requests", -1))
                .hasSize(2);
        assertThat(results.get("byAssumption").getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
    }

    static class FailingAround {
        @RegisterExtension
        static final QmpStandInExtension SERVER = QmpStandInExtension.of(builder());

        @BeforeEach
        void before() throws IOException {
            throw new IOException("before");
        }

        @Test
        void test() {}

        @AfterEach
        void after() {
            fail("after");
        }
    }

    @Test
    void soDoesOneOfTheMethodsAroundATest() {
        Throwable failure = failure(run(FailingAround.class).get("test"));
        assertThat(failure).hasMessage("java.io.IOException: before\nreceived 0 requests");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(after -> assertThat(after).hasMessage("after\nreceived 0 requests"));
    }
}
