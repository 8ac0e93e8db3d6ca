package dev.qmp.monitor.internal.queue;

import dev.qmp.chardev.loop.EventLoop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A session ends while its requests come and are executed: the queue goes on for others, and its budget is whole. */
@JCStressTest
@Outcome(id = "[012], 1, 0", expect = Expect.ACCEPTABLE, desc = "some were in time, the queue goes on")
@Outcome(expect = Expect.FORBIDDEN, desc = "a queue that stands still, or a budget that leaks")
@State
public class InBandQueueDropRace {
    private final EventLoop loop = EventLoop.create("race");
    private final InBandQueue queue = new InBandQueue(loop, 2);
    private final RaceClient leaving = new RaceClient(queue);
    private final RaceClient staying = new RaceClient(queue);

    @Actor
    public void parser() {
        leaving.add(1);
        leaving.add(1);
    }

    @Actor
    public void dispatcherAndEnd() {
        loop.turn(0);
        queue.drop(leaving);
        loop.turn(0);
    }

    @Arbiter
    public void judge(III_Result result) {
        staying.add(1);
        while (loop.turn(0)) {
            // To the end.
        }
        result.r1 = leaving.executed.get();
        result.r2 = staying.executed.get();
        result.r3 = (int) queue.waitingSize() + (staying.suspension.isRaised() ? 100 : 0);
    }
}
