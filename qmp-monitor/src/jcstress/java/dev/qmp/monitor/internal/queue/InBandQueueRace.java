package dev.qmp.monitor.internal.queue;

import dev.qmp.chardev.loop.EventLoop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A parser adds while another does and the dispatcher takes out, and the budget comes and goes: each request is executed once. */
@JCStressTest
@Outcome(id = "2, 2, 0, 0", expect = Expect.ACCEPTABLE, desc = "all executed, nobody kept waiting")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, executed twice, or suspended for ever")
@State
public class InBandQueueRace {
    private final EventLoop loop = EventLoop.create("race");
    private final InBandQueue queue = new InBandQueue(loop, 2);
    private final RaceClient one = new RaceClient(queue);
    private final RaceClient other = new RaceClient(queue);

    @Actor
    public void parser() {
        one.add(1);
        one.add(1);
    }

    @Actor
    public void otherParserAndDispatcher() {
        other.add(1);
        loop.turn(0);
        other.add(1);
        loop.turn(0);
    }

    @Arbiter
    public void judge(IIII_Result result) {
        while (loop.turn(0)) {
            // To the end.
        }
        result.r1 = one.executed.get();
        result.r2 = other.executed.get();
        result.r3 = one.suspension.isRaised() || other.suspension.isRaised() ? 1 : 0;
        result.r4 = (int) queue.waitingSize();
    }
}
