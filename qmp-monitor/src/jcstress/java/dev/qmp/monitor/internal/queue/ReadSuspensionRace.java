package dev.qmp.monitor.internal.queue;

import dev.qmp.monitor.internal.queue.ReadSuspension.Reason;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two reasons come and go: nothing stays raised, and whoever ends a suspension is told so. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "one suspension, ended once; or two, counted together")
@Outcome(id = "2, 2, 0", expect = Expect.ACCEPTABLE, desc = "one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "a suspension without end, or an end that nobody heard of")
@State
public class ReadSuspensionRace {
    private final ReadSuspension suspension = new ReadSuspension();

    private int begunHere;
    private int endedHere;

    @Actor
    public void queue(III_Result result) {
        begunHere = suspension.raise(Reason.QUEUE_FULL) ? 1 : 0;
        endedHere = suspension.lift(Reason.QUEUE_FULL) ? 1 : 0;
    }

    @Actor
    public void output(III_Result result) {
        result.r1 = suspension.raise(Reason.OUTPUT_FULL) ? 1 : 0;
        result.r2 = suspension.lift(Reason.OUTPUT_FULL) ? 1 : 0;
    }

    @Arbiter
    public void judge(III_Result result) {
        result.r1 += begunHere;
        result.r2 += endedHere;
        result.r3 = suspension.isRaised() ? 1 : 0;
    }
}
