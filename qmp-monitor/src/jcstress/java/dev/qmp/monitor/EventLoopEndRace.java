package dev.qmp.monitor;

import dev.qmp.chardev.loop.EventLoop;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A task is handed to a loop that ends meanwhile: it is run once, by the loop or by who handed it over. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "run once, in the loop or after its end")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost or run twice")
@State
public class EventLoopEndRace {
    private final EventLoop loop = EventLoop.create("race");
    private final AtomicInteger runs = new AtomicInteger();

    @Actor
    public void loop() {
        loop.stop();
        loop.run();
    }

    @Actor
    public void sender() {
        loop.execute(runs::incrementAndGet);
    }

    @Arbiter
    public void judge(I_Result result) {
        result.r1 = runs.get();
    }
}
