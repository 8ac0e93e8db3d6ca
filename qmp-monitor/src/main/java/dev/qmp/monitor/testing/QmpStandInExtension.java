package dev.qmp.monitor.testing;

import dev.qmp.monitor.client.QmpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.IncompleteExecutionException;

/**
 * A stand-in for the tests of a JUnit Jupiter class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final QmpStandInExtension QEMU = QmpStandInExtension.of(
 *         QmpStandIn.ofSchema(Path.of("qapi-schema.json")).replies(Path.of("replies.json")));
 *
 * @Test
 * void pauses(QmpStandIn qemu) {
 *     new MyClient(qemu.socket()).pause();
 *     qemu.verify("stop");
 * }
 * }</pre>
 *
 * <p>In a static field it is one server for all tests of the class and of the classes nested in it, {@linkplain QmpStandIn#reset reset} before
 * each; in an instance field it is one for each test. Methods take it, or its address, as parameters of the types {@link QmpStandIn} and
 * {@link QmpAddress}. The message of a test that fails says what was received.
 *
 * <p>Thread: confined to one test at a time.
 */
public final class QmpStandInExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    private final QmpStandInBuilder builder;
    private @Nullable QmpStandIn server;
    private int classes; // this one and those around it whose tests run; 0 in an instance field
    private boolean used;

    private QmpStandInExtension(QmpStandInBuilder builder) {
        this.builder = builder;
    }

    /**
     * Makes an extension, to be registered in a field.
     *
     * @param builder describes the stand-in
     * @return the extension
     */
    public static QmpStandInExtension of(QmpStandInBuilder builder) {
        return new QmpStandInExtension(builder);
    }

    /**
     * Returns the stand-in.
     *
     * @return it
     * @throws IllegalStateException if no test runs
     */
    public QmpStandIn server() {
        QmpStandIn running = server;
        if (running == null) {
            throw new IllegalStateException("the stand-in runs with the tests only; is the field registered?");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (classes++ == 0) {
            start();
        }
    }

    private void start() {
        server = builder.start();
        used = false;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (server == null) {
            start();
        }
        if (used) {
            server().reset();
        }
        used = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (classes == 0) {
            end();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            end();
        }
    }

    private void end() {
        QmpStandIn running = server;
        server = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == QmpStandIn.class || type == QmpAddress.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == QmpAddress.class ? server().address() : server();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw explained(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw explained(failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw explained(failure);
    }

    /** Returns the failure with what was received in its message. */
    private Throwable explained(Throwable failure) {
        QmpStandIn running = server;
        if (running == null
                || failure instanceof IncompleteExecutionException // a test that is skipped
                || failure instanceof VirtualMachineError) {
            return failure;
        }
        String message = String.valueOf(failure instanceof AssertionError ? failure.getMessage() : failure);
        String journal = running.journalText();
        if (message.endsWith(journal)) {
            return failure;
        }
        AssertionError explained = failure instanceof AssertionFailedError compared && compared.isActualDefined()
                ? new AssertionFailedError(
                        message + "\n" + journal, compared.getExpected(), compared.getActual(), failure)
                : new AssertionError(message + "\n" + journal, failure);
        explained.setStackTrace(failure.getStackTrace());
        return explained;
    }
}
