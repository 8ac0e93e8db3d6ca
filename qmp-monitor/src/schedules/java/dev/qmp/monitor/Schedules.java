package dev.qmp.monitor;

import dev.qmp.chardev.loop.ErrorHandler;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import kotlin.Unit;
import org.jspecify.annotations.Nullable;
import org.pastalab.fray.core.TestRunner;
import org.pastalab.fray.core.command.Configuration;
import org.pastalab.fray.core.command.ExecutionInfo;
import org.pastalab.fray.core.command.LambdaExecutor;
import org.pastalab.fray.core.command.NetworkDelegateType;
import org.pastalab.fray.core.command.SystemTimeDelegateType;
import org.pastalab.fray.core.observers.TimelineCoverageType;
import org.pastalab.fray.core.randomness.ControlledRandom;
import org.pastalab.fray.core.randomness.RandomnessProvider;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.rmi.TestStatusObserver;
import org.pastalab.fray.runtime.DeadlockException;

/**
 * Runs small conversations of the real classes under schedules that a seed decides: Fray lets one thread run at a time and
 * chooses at every lock, volatile access and park who is next. A schedule in which all threads wait is reported as a deadlock.
 *
 * <p>Schedule number n depends on n alone, so one that fails is run again by its number; the one before it is run first, to have
 * the classes loaded.
 *
 * <p>Thread: the main one.
 */
public final class Schedules {
    private static final Map<String, IntConsumer> CONVERSATIONS = new LinkedHashMap<>();

    static {
        CONVERSATIONS.put("in-band-queue", InBandQueueSchedules::run);
        CONVERSATIONS.put("output-queue", OutputQueueSchedules::run);
        CONVERSATIONS.put("event-loop", EventLoopSchedules::run);
        CONVERSATIONS.put("input-queue", InputQueueSchedules::run);
        CONVERSATIONS.put("watch-removal", WatchRemovalSchedules::run);
        CONVERSATIONS.put("session-end", SessionEndSchedules::run);
    }

    /** The loops of conversations: a failure that a loop contains fails the schedule. */
    static final LoopSettings LOOPS = LoopSettings.DEFAULT.withErrorHandler(failing());

    private Schedules() {}

    private static ErrorHandler failing() {
        return (what, failure) -> org.pastalab.fray.runtime.Runtime.onReportError(new AssertionError(what, failure));
    }

    /**
     * Runs a conversation; without arguments, prints the names of all.
     *
     * @param args its name, how many schedules, the number of the first one
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            CONVERSATIONS.keySet().forEach(System.out::println);
            return;
        }
        IntConsumer conversation = CONVERSATIONS.get(args[0]);
        if (conversation == null) {
            throw new IllegalArgumentException(
                    "no conversation '" + args[0] + "'; there are " + CONVERSATIONS.keySet());
        }
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int first = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        explore(args[0], conversation, first, count);
        System.exit(0); // Fray's helpers are no daemons
    }

    private static void explore(String name, IntConsumer conversation, int first, int count) {
        PrintStream out = System.out;
        long start = System.nanoTime();
        int[] number = {first - 2};
        RandomnessProvider random =
                () -> new ControlledRandom(new ArrayList<>(), new ArrayList<>(), new Random(++number[0]));
        POSScheduler scheduler = new POSScheduler(random.getRandomness());
        LambdaExecutor body = new LambdaExecutor(() -> {
            conversation.accept(number[0]);
            return Unit.INSTANCE;
        });
        System.setOut(new PrintStream(OutputStream.nullOutputStream())); // Fray paints its progress there
        Configuration configuration = configuration(name, body, count + 1, scheduler, random);
        configuration.getTestStatusObservers().add(new FirstError(name, () -> number[0], out));
        Throwable failure = new TestRunner(configuration).run();
        System.setOut(out);
        if (failure != null) {
            throw new AssertionError(failure);
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        out.printf("%s: schedules %d to %d, %d s%n", name, first, first + count - 1, seconds);
    }

    /** Tells of the first failure and ends the process: what a deadlock holds does not end otherwise. */
    private record FirstError(String name, IntSupplier number, PrintStream out) implements TestStatusObserver {
        @Override
        public void onReportError(Throwable failure) {
            out.printf(
                    "%s: schedule %d fails; again: .ci/schedules %s 1 %d%n",
                    name, number.getAsInt(), name, number.getAsInt());
            failure.printStackTrace(out);
            if (failure instanceof DeadlockException) {
                Thread.getAllStackTraces().forEach(this::print);
            }
            out.flush();
            Runtime.getRuntime().halt(1);
        }

        private void print(Thread thread, StackTraceElement[] trace) {
            if (Arrays.stream(trace).anyMatch(line -> line.getClassName().startsWith("dev.qmp."))) {
                out.println(thread);
                Arrays.stream(trace)
                        .filter(line -> !line.getClassName().startsWith("org.pastalab."))
                        .forEach(line -> out.println("\tat " + line));
            }
        }

        @Override
        public void onExecutionStart() {}

        @Override
        public void onExecutionDone(@Nullable Throwable failure) {}

        @Override
        public void saveToReportFolder(Path path) {}
    }

    private static Configuration configuration(
            String name, LambdaExecutor body, int count, POSScheduler scheduler, RandomnessProvider random) {
        boolean ignoresUncaught = false;
        boolean interleavesPlainMemory = false;
        int steps = 100_000;
        int seconds = 3600;
        boolean fullSchedule = true;
        boolean explores = false;
        boolean goesOnAfterBug = true;
        boolean replays = false;
        boolean withoutFray = false;
        boolean dummyRun = false;
        long virtualTimeDelta = 100_000;
        boolean ignoresTimeouts = true;
        boolean sleepAsYield = true;
        boolean resetsClassLoader = false;
        boolean redirects = false;
        boolean abortsAfterMain = false;
        boolean hashesStacks = false;
        return new Configuration(
                new ExecutionInfo(body, ignoresUncaught, interleavesPlainMemory, steps),
                Path.of("target/schedules/report", name),
                count,
                seconds,
                scheduler,
                random,
                fullSchedule,
                explores,
                goesOnAfterBug,
                replays,
                withoutFray,
                dummyRun,
                NetworkDelegateType.NONE,
                SystemTimeDelegateType.NONE,
                virtualTimeDelta,
                ignoresTimeouts,
                sleepAsYield,
                resetsClassLoader,
                redirects,
                abortsAfterMain,
                hashesStacks,
                TimelineCoverageType.RESOURCE_ORDERING);
    }

    // ---- for conversations --------------------------------------------------------------------------------------

    /** Runs a loop in a thread of its own. */
    static Thread run(EventLoop loop) {
        return start(loop::run);
    }

    /** Starts a thread; what it throws fails the schedule. */
    static Thread start(Runnable action) {
        Thread thread = new Thread(action);
        thread.start();
        return thread;
    }

    /** Waits for threads. */
    static void join(Thread... threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails the schedule if values differ. */
    static void same(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + ", was " + actual);
        }
    }
}
