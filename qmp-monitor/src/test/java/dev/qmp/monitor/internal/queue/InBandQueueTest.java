package dev.qmp.monitor.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.monitor.internal.queue.ReadSuspension.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InBandQueueTest {
    private EventLoop loop;
    private InBandQueue queue;
    private List<String> executed;

    /** Each test, and each try of a property, has its own. */
    @BeforeEach
    @BeforeTry
    void open() {
        loop = EventLoop.create("test");
        queue = new InBandQueue(loop, 1000);
        executed = new ArrayList<>();
    }

    /** A client that answers when it is told to, or at once. */
    private final class TestClient implements QueueClient {
        private final String name;
        private final QueueClient.Lane lane;
        private final MemoryBudget.Account account = new MemoryBudget(1 << 20).open("client", 0, (bytes, limit) -> {});
        private final Set<Reason> suspended = EnumSet.noneOf(Reason.class);
        private int readOn;
        private Runnable later;
        private boolean answersAtOnce = true;
        private PendingRequest running;

        TestClient(String name, TestClient before) {
            this.name = name;
            this.lane = queue.newLane(before == null ? null : before.lane);
        }

        void add(long size) {
            queue.add(this, Request.unparsable(name), size);
        }

        @Override
        public QueueClient.Lane lane() {
            return lane;
        }

        @Override
        public MemoryBudget.Account account() {
            return account;
        }

        @Override
        public void suspended(Reason reason, boolean raised) {
            boolean news = raised ? suspended.add(reason) : suspended.remove(reason);
            assertThat(news).as("%s of %s: %s", reason, name, raised).isTrue();
        }

        @Override
        public void readOn() {
            readOn++;
        }

        @Override
        public void later(long nanos, Runnable task) {
            assertThat(later).as("one look at a time").isNull();
            later = task;
        }

        /** The moment is over. */
        void look() {
            Runnable task = later;
            later = null;
            task.run();
        }

        @Override
        public void execute(PendingRequest request) {
            executed.add(name);
            if (answersAtOnce) {
                request.finished();
            } else {
                running = request;
            }
        }

        @Override
        public void answer(PendingRequest request, Reply reply) {}

        @Override
        public void afterRequest() {}
    }

    @AfterEach
    @AfterTry
    void close() {
        loop.close();
    }

    private void turn() {
        loop.turn(0);
    }

    private void turns() {
        while (loop.turn(0)) {
            // On until nothing is left.
        }
    }

    @Test
    void executesOneRequestInATurnOfTheLoop() {
        TestClient a = new TestClient("a", null);
        a.add(1);
        a.add(1);
        loop.execute(() -> executed.add("other task"));
        turn();
        loop.execute(() -> executed.add("later task"));
        turn();
        assertThat(executed).containsExactly("a", "other task", "a", "later task");
    }

    @Test
    void suspendsTheEighthUntilTheFirstOfAFullQueueIsTakenOutAndCallsTheReaderWhenHalfHaveGone() {
        TestClient a = full();
        a.answersAtOnce = false;
        turn();
        assertThat(a.suspended).as("before it is executed").isEmpty();
        for (int waiting = 7; waiting > InBandQueue.HALF; waiting--) {
            assertThat(a.readOn).as("with %d waiting", waiting).isZero();
            a.running.finished();
            turn();
        }
        assertThat(a.readOn).isEqualTo(1);
    }

    @Test
    void callsTheReaderAMomentLaterAtTheLatest() {
        TestClient a = full();
        a.answersAtOnce = false;
        turn();
        assertThat(a.readOn).isZero();
        a.look();
        assertThat(a.readOn).as("while the first is executed").isEqualTo(1);
        a.running.finished();
        turns();
        assertThat(a.readOn).as("once is enough").isEqualTo(1);
    }

    @Test
    void callsTheReaderAtOnceWhenTheQueueWasStillFullAMomentLater() {
        TestClient a = full();
        a.answersAtOnce = false;
        a.look();
        assertThat(a.readOn).isZero();
        turn();
        assertThat(a.readOn).isEqualTo(1);
        a.add(1);
        a.running.finished();
        turn();
        assertThat(a.readOn).as("this time a moment has not passed").isEqualTo(1);
        a.look();
        assertThat(a.readOn).isEqualTo(2);
    }

    private TestClient full() {
        TestClient a = new TestClient("a", null);
        for (int i = 0; i < 7; i++) {
            a.add(1);
            assertThat(a.suspended).isEmpty();
        }
        a.add(1);
        assertThat(a.suspended).containsExactly(Reason.QUEUE_FULL);
        return a;
    }

    @Test
    void givesANewSessionThePlaceOfTheOneBefore() {
        TestClient a = new TestClient("a", null);
        TestClient b = new TestClient("b", null);
        a.add(1);
        b.add(1);
        turns();
        // Served longest ago: b, then a. A client that comes back does not go to the head of the round.
        TestClient again = new TestClient("again", a);
        TestClient fresh = new TestClient("fresh", null);
        for (TestClient client : List.of(again, fresh, b)) {
            client.add(1);
        }
        executed.clear();
        turns();
        assertThat(executed).containsExactly("fresh", "b", "again");
    }

    @Test
    void doesNotReadMonitorsWithWaitingRequestsWhenTheBudgetIsUsedUp() {
        TestClient a = new TestClient("a", null);
        TestClient b = new TestClient("b", null);
        TestClient c = new TestClient("c", null);
        a.answersAtOnce = false;
        b.add(400);
        a.add(500);
        assertThat(queue.waitingSize()).isEqualTo(900);
        assertThat(a.suspended).isEmpty();
        a.add(500);
        assertThat(a.suspended).containsExactly(Reason.OVER_BUDGET);
        assertThat(b.suspended).containsExactly(Reason.OVER_BUDGET);
        assertThat(c.suspended).as("nothing of it waits").isEmpty();
        c.add(1);
        assertThat(c.suspended).containsExactly(Reason.OVER_BUDGET);

        turn();
        assertThat(executed).containsExactly("c");
        assertThat(c.suspended).as("nothing of it waits any more").isEmpty();
        assertThat(c.readOn).isEqualTo(1);
        assertThat(a.suspended).containsExactly(Reason.OVER_BUDGET);

        turn();
        assertThat(executed).containsExactly("c", "b");
        assertThat(a.suspended).containsExactly(Reason.OVER_BUDGET);
        turn();
        assertThat(executed).containsExactly("c", "b", "a");
        assertThat(queue.waitingSize()).isEqualTo(500);
        assertThat(a.suspended).isEmpty();
        assertThat(a.readOn).isEqualTo(1);
        a.running.finished();
        turns();
        assertThat(queue.waitingSize()).isZero();
    }

    @Test
    void givesTheBudgetBackWhenAClientLeaves() {
        TestClient a = new TestClient("a", null);
        TestClient b = new TestClient("b", null);
        a.add(100);
        b.add(900);
        assertThat(a.suspended).containsExactly(Reason.OVER_BUDGET);
        queue.drop(b);
        assertThat(a.suspended).isEmpty();
        assertThat(a.readOn).isEqualTo(1);
        assertThat(queue.waitingSize()).isEqualTo(100);
        b.add(1);
        turns();
        assertThat(executed).as("what was dropped is not executed").containsExactly("a");
    }

    @Test
    void takesNoMoreOnceStopped() {
        TestClient a = new TestClient("a", null);
        a.answersAtOnce = false;
        a.add(1);
        a.add(1);
        turn();
        queue.stop(() -> executed.add("idle"));
        turns();
        assertThat(executed).containsExactly("a");
        a.running.finished();
        turns();
        assertThat(executed).containsExactly("a", "idle");
    }

    private enum Step {
        ADD_SMALL,
        ADD_LARGE,
        TURN,
        ANSWER,
        LEAVE
    }

    private record Move(Step step, int client) {}

    @Provide
    Arbitrary<List<Move>> moves() {
        return Arbitraries.of(Step.class)
                .flatMap(step -> Arbitraries.integers().between(0, 3).map(client -> new Move(step, client)))
                .list()
                .ofMaxSize(200);
    }

    /** After every move each client is suspended for exactly the reasons that hold, whatever happened before. */
    @Property
    void suspendsForExactlyTheReasonsThatHold(@ForAll("moves") List<Move> moves) {
        TestClient[] clients = new TestClient[4];
        List<Runnable> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients[i] = new TestClient(String.valueOf(i), null);
            clients[i].answersAtOnce = false;
        }
        List<List<Long>> queued = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            queued.add(new ArrayList<>());
        }
        for (Move move : moves) {
            TestClient client = clients[move.client()];
            List<Long> lane = queued.get(move.client());
            switch (move.step()) {
                case ADD_SMALL, ADD_LARGE -> {
                    if (client.suspended.isEmpty()) {
                        long size = move.step() == Step.ADD_SMALL ? 10 : 600;
                        lane.add(size);
                        client.add(size);
                    }
                }
                case TURN -> {
                    int before = executed.size();
                    turn();
                    for (String name : executed.subList(before, executed.size())) {
                        int served = Integer.parseInt(name);
                        queued.get(served).remove(0);
                        answers.add(clients[served].running::finished);
                    }
                    assertThat(answers).hasSizeLessThanOrEqualTo(1);
                }
                case ANSWER -> {
                    answers.forEach(Runnable::run);
                    answers.clear();
                }
                case LEAVE -> {
                    queue.drop(client);
                    lane.clear();
                    clients[move.client()] = new TestClient(String.valueOf(move.client()), client);
                    clients[move.client()].answersAtOnce = false;
                }
            }
            long total = queued.stream()
                    .flatMap(List::stream)
                    .mapToLong(size -> size)
                    .sum();
            assertThat(queue.waitingSize()).isEqualTo(total);
            for (int i = 0; i < 4; i++) {
                Set<Reason> due = EnumSet.noneOf(Reason.class);
                if (queued.get(i).size() == InBandQueue.CAPACITY) {
                    due.add(Reason.QUEUE_FULL);
                }
                if (total >= 1000 && !queued.get(i).isEmpty()) {
                    due.add(Reason.OVER_BUDGET);
                }
                assertThat(clients[i].suspended).as("client %d", i).isEqualTo(due);
            }
        }
    }
}
