package dev.qmp.monitor;

import static dev.qmp.monitor.Schedules.same;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.loop.EventLoop;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/**
 * A front end takes two bytes, then none until another thread says so, again and again: all bytes reach it in order, and then
 * the end of input does.
 */
final class InputQueueSchedules {
    private static final String TEXT = "abcdefgh";
    private static final int TAKEN_AT_ONCE = 2;

    private InputQueueSchedules() {}

    static void run(int number) {
        EventLoop io = EventLoop.create("io", Schedules.LOOPS);
        MemoryDevice device = new MemoryDevice(io);
        CharFrontend frontend = device.handle().attach();
        Taker taker = new Taker(io, number % 2 == 0);
        frontend.setHandlers(taker, io);
        Thread loop = Schedules.run(io);
        Thread resumer = Schedules.start(() -> {
            for (int i = 0; i < TEXT.length() / TAKEN_AT_ONCE; i++) {
                taker.suspensions.acquireUninterruptibly();
                taker.suspended = false;
                frontend.acceptInput();
            }
        });
        device.connect();
        device.sends(TEXT);
        device.sendsNoMore();
        Schedules.join(loop, resumer);
        same("taken", TEXT, taker.taken.toString());
        same("suspended", false, taker.suspended);
    }

    /** Takes little. Thread: the loop's, but for the two marks. */
    private static final class Taker implements CharHandlers {
        private final Semaphore suspensions = new Semaphore(0);
        private final StringBuilder taken = new StringBuilder();
        private final EventLoop loop;
        private final boolean leavesTheRest; // or asks for no more than it takes
        private volatile boolean suspended;

        Taker(EventLoop loop, boolean leavesTheRest) {
            this.loop = loop;
            this.leavesTheRest = leavesTheRest;
        }

        @Override
        public int canRead() {
            return suspended ? 0 : leavesTheRest ? 100 : TAKEN_AT_ONCE - taken.length() % TAKEN_AT_ONCE;
        }

        @Override
        public void read(ByteBuffer bytes) {
            while (bytes.hasRemaining() && !suspended) {
                taken.append((char) bytes.get());
                if (taken.length() % TAKEN_AT_ONCE == 0) {
                    suspended = true;
                    suspensions.release();
                }
            }
        }

        @Override
        public boolean endOfInput() {
            loop.stop();
            return true;
        }

        @Override
        public void event(CharEvent event) {}
    }
}
