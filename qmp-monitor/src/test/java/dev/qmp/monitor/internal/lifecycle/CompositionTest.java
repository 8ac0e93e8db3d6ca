package dev.qmp.monitor.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Dispatcher;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CompositionTest {
    private static Composition.Parts parts() {
        CommandTable commands = CommandTable.builder((event, data) -> {}).build();
        return new Composition.Parts(commands, Dispatcher.builder(commands).build());
    }

    @Test
    void composesInTheCallingThread() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        Composition.Parts made = parts();
        Composition composition = new Composition(() -> {
            worker.set(Thread.currentThread());
            return made;
        });
        composition.start(false);
        assertThat(worker).hasValue(Thread.currentThread());
        assertThat(composition.await()).isSameAs(made);
        assertThat(composition.dispatcher()).isSameAs(made.dispatcher());
    }

    @Test
    void throwsWhatTheWorkThrows() {
        IllegalArgumentException failure = new IllegalArgumentException("bad schema");
        Composition here = new Composition(() -> {
            throw failure;
        });
        assertThatThrownBy(() -> here.start(false)).isSameAs(failure);
        Composition elsewhere = new Composition(() -> {
            throw failure;
        });
        elsewhere.start(true);
        assertThatThrownBy(elsewhere::await).isSameAs(failure);
        assertThatThrownBy(elsewhere::dispatcher).isSameAs(failure);
    }

    @Test
    void namesAnErrorOfTheWork() {
        Composition composition = new Composition(() -> {
            throw new NoClassDefFoundError("org/example/Missing");
        });
        assertThatThrownBy(() -> composition.start(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the commands cannot be composed: java.lang.NoClassDefFoundError: org/example/Missing");
    }

    @Test
    void isWaitedForWhateverInterrupts() {
        CountDownLatch go = new CountDownLatch(1);
        Composition.Parts made = parts();
        Thread waiting = Thread.currentThread();
        Composition composition = new Composition(() -> {
            waiting.interrupt();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return made;
        });
        new Thread(() -> {
                    while (!waiting.isInterrupted() && waiting.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    go.countDown();
                })
                .start();
        composition.start(true);
        assertThat(composition.await()).isSameAs(made);
        assertThat(Thread.interrupted()).isTrue();
    }
}
