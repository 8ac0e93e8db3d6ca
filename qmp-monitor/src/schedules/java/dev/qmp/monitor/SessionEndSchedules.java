package dev.qmp.monitor;

import static dev.qmp.monitor.Schedules.same;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Dispatcher;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.monitor.internal.control.ControlProvider;
import dev.qmp.monitor.internal.event.EventBus;
import dev.qmp.monitor.internal.event.EventContract;
import dev.qmp.monitor.internal.lifecycle.Composition;
import dev.qmp.monitor.internal.lifecycle.OutputDrain;
import dev.qmp.monitor.internal.lifecycle.ShutdownSequence;
import dev.qmp.monitor.internal.output.OutputQueue;
import dev.qmp.monitor.internal.queue.InBandQueue;
import dev.qmp.monitor.internal.rights.RightsInForce;
import dev.qmp.monitor.internal.session.MonitorHost;
import dev.qmp.monitor.internal.session.QmpMonitor;
import dev.qmp.monitor.internal.watch.Watchdog;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.MonitorLoops;
import dev.qmp.qapi.validation.CompatPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A peer negotiates, asks and leaves, or only stops sending, or stays, while its requests are executed and the monitor, or everything,
 * is ended: the session ends once, each reply leaves at most once, and whole to a peer that stays, nothing stays in the queue, and
 * all threads end. A peer that only stops sending gets all its replies if nothing else ends.
 */
final class SessionEndSchedules {
    /** The same for all schedules: composing takes longer than a thousand of them. */
    private static final CommandTable COMMANDS = CommandTable.builder((event, data) -> {})
            .provider(new ControlProvider())
            .build();

    /** What the peer does after its requests. */
    private enum Leaving {
        AT_ONCE,
        HALF,
        HALF_ALONE,
        NOT
    }

    private SessionEndSchedules() {}

    static void run(int number) {
        EventLoop io = EventLoop.create("io", Schedules.LOOPS);
        EventLoop main = EventLoop.create("main", Schedules.LOOPS);
        InBandQueue queue = new InBandQueue(main, 1000);
        EventBus events = new EventBus(InstantSource.system(), io);
        events.start(new EventContract(COMMANDS.schema(), CompatPolicy.ACCEPT, false), COMMANDS.eventLimits());
        Composition composition = new Composition(() -> new Composition.Parts(
                COMMANDS,
                Dispatcher.builder(COMMANDS).errorHandler(main::report).build()));
        composition.start(false);
        MonitorHost host = new MonitorHost(
                false,
                EmulatedLevel.V10_0.version(),
                composition,
                queue,
                events,
                new MonitorLoops(io, main),
                new MemoryBudget(1 << 20),
                new Watchdog(Duration.ZERO, Duration.ZERO, main::report),
                null,
                new RightsInForce(null, null),
                ConcurrentHashMap.newKeySet(),
                null,
                null);
        AtomicInteger ended = new AtomicInteger();
        Semaphore opened = new Semaphore(0);
        Semaphore over = new Semaphore(0);
        MemoryDevice device = new MemoryDevice(io);
        QmpMonitor monitor = new QmpMonitor(host, device.handle(), io, MonitorOptions.DEFAULT.settings(), () -> {
            ended.incrementAndGet();
            over.release();
        });
        monitor.start();
        ShutdownSequence ending = new ShutdownSequence(
                events,
                () -> queue.stop(() -> OutputDrain.then(main, outputs(monitor), Duration.ofHours(1), main::stop)),
                main::report);
        Thread ioThread = Schedules.run(io);
        Thread mainThread = Schedules.run(main);
        Leaving leaving = Leaving.values()[number % 4];
        Thread peer = Schedules.start(() -> {
            device.connect();
            io.call(opened::release);
            device.takes(20);
            device.sends("{'execute':'qmp_capabilities','arguments':{'enable':['oob']},'id':1}");
            device.sends("{'execute':'query-name','id':2}");
            switch (leaving) {
                case AT_ONCE -> device.leaves();
                case HALF, HALF_ALONE -> device.sendsNoMore();
                case NOT -> device.sends("{'exec-oob':'query-name','id':3}");
            }
            device.takes(10_000);
        });
        Thread stopper = Schedules.start(() -> {
            if (leaving != Leaving.AT_ONCE) {
                opened.acquireUninterruptibly(); // what is sent to later sessions may be cut
            }
            if (leaving == Leaving.HALF_ALONE) {
                over.acquireUninterruptibly();
            } else if (number % 3 == 0) {
                monitor.end(true);
            }
            ending.requestShutdown(ShutdownCause.HOST_SIGNAL);
        });
        Schedules.join(mainThread, peer, stopper);
        if (number % 5 < 2) {
            monitor.end(true);
            io.stop();
            io.join();
        } else {
            io.stop();
            io.join();
            monitor.end(true);
        }
        Schedules.join(ioThread);
        same("sessions ended", true, ended.get() <= 1);
        same("memory", 0L, queue.waitingSize());
        monitor.forEachSession(session -> {
            throw new AssertionError("a session is left");
        });
        int replies = check(device.written());
        if (leaving == Leaving.HALF_ALONE) {
            same("replies to " + device.written(), 2, replies);
        }
        if (leaving != Leaving.AT_ONCE && number % 3 != 0) {
            same("sessions ended", 1, ended.get());
            same("whole lines: " + device.written(), true, device.written().endsWith("\r\n"));
        }
    }

    private static List<OutputQueue> outputs(QmpMonitor monitor) {
        List<OutputQueue> outputs = new ArrayList<>();
        monitor.forEachSession(session -> outputs.add(session.output()));
        return outputs;
    }

    /** The greeting, then replies, each once and whole but for the last line; events anywhere, as in QEMU. Counts the replies. */
    private static int check(String written) {
        List<String> expected = new ArrayList<>(List.of("\"id\": 1", "\"id\": 2", "\"id\": 3"));
        String[] lines = written.split("\r\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            String line = lines[i];
            if (i > 0 && line.startsWith("{\"timestamp\"")) {
                continue;
            }
            boolean known = i == 0 ? line.startsWith("{\"QMP\"") : expected.removeIf(line::contains);
            boolean negotiated = i == 0 || !expected.contains("\"id\": 1");
            if (!known || !negotiated) {
                throw new AssertionError("line " + i + " of " + written);
            }
        }
        return 3 - expected.size();
    }
}
