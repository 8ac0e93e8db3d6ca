package dev.qmp.cli.client;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import java.time.Duration;

/**
 * Ends the process when the time of the whole call is over, whatever it waits for: a name server, a peer, a reader of its output.
 *
 * <p>Thread: {@link #doing} is for any thread; a daemon thread of its own waits.
 */
final class DeadlineWatch {
    private static volatile String doing = "connecting";
    private static boolean started;

    private DeadlineWatch() {}

    /** Says what is waited for from now on. */
    static void doing(String what) {
        doing = what;
    }

    /** Begins to watch, once. */
    static synchronized void start(String subcommand, Duration time) {
        if (started) {
            return;
        }
        started = true;
        Thread watch = new Thread(
                () -> {
                    try {
                        Thread.sleep(time.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    ErrorLine.print("qmp " + subcommand + ": " + doing + ": the deadline of " + Connections.text(time)
                            + " has passed");
                    Runtime.getRuntime().exit(ExitStatus.LATE);
                },
                "qmp-deadline");
        watch.setDaemon(true);
        watch.start();
    }
}
