package dev.qmp.cli.serve;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.proxy.UpstreamException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy for several servers, those that are named and those of a folder, which may come and go.
 *
 * <p>Thread: confined to the main thread, but for what is documented otherwise.
 */
final class Fleet {
    private final ServeOptions options;
    private final FleetOptions servers;
    private final End end;
    private final DeviceServices services;
    private final Oversight oversight;
    private final PidFile pidFile;
    private final Readiness readiness;
    private final Thread main = Thread.currentThread();

    /** Those that are served, by name; any thread. */
    private final Map<String, FleetMember> members = new ConcurrentHashMap<>();

    /** The threads of all names, from the attempt to connect on; any thread. */
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();

    /** What was last said of a socket that could not be used, by name; any thread. */
    private final Map<String, String> complaints = new ConcurrentHashMap<>();

    /** So that servers which come all at once do not keep one another from an answer in time. */
    private final Semaphore connecting = new Semaphore(16);

    private volatile boolean stopped;
    private volatile boolean failed;

    Fleet(ServeOptions options, FleetOptions servers, End end) {
        this.options = options;
        this.servers = servers;
        this.end = end;
        readiness = new Readiness(options);
        services = new DeviceServices(options);
        oversight = new Oversight(options);
        pidFile = new PidFile(options.pidFile());
    }

    /** Serves until the end; returns the exit status. */
    int run() {
        end.provide(this::stop, this::remove);
        end.handleSignals();
        services.onTerminate(this::stop);
        oversight.handleHangUp(services, policy -> members.values().forEach(member -> member.policy(policy)));
        try {
            pidFile.write();
            startNamed();
            readiness.metrics(oversight.metricsAddress());
            readiness.announce();
            UpstreamFolder folder = servers.folder();
            if (folder != null) {
                folder.watch(() -> startNew(folder));
            }
        } catch (InterruptedException e) {
            // The end was asked for.
        } finally {
            if (stopped || servers.folder() != null) {
                end.begin();
            }
            awaitThreads();
            end.begin();
            oversight.close();
            remove();
        }
        return failed && !stopped ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private void startNamed() {
        Map<String, FleetMember> made = new HashMap<>();
        try {
            for (Map.Entry<String, QmpAddress> server : servers.named().entrySet()) {
                end.whileStarting(() -> made.put(
                        server.getKey(), member(server.getKey(), servers.upstream(server.getValue()), readiness)));
            }
        } catch (Throwable e) {
            made.values().forEach(FleetMember::stop);
            made.values().forEach(FleetMember::run); // closes what there is
            throw e;
        }
        made.forEach((name, member) -> inThread(name, () -> serve(name, member)));
    }

    private FleetMember member(String name, Upstream upstream, Readiness announcing) {
        return new FleetMember(name, upstream, options, services, oversight, announcing);
    }

    /** Serves the sockets that are new. */
    private void startNew(UpstreamFolder folder) {
        Map<String, Path> sockets;
        try {
            sockets = folder.sockets();
        } catch (IOException e) {
            throw new FailedException("--upstreams " + folder.folder() + ": " + IoErrors.reason(e));
        }
        complaints.keySet().retainAll(sockets.keySet());
        sockets.forEach((name, socket) -> {
            if (!stopped && !threads.containsKey(name)) {
                inThread(name, () -> connectAndServe(name, new QmpAddress.Unix(socket)));
            }
        });
    }

    private void inThread(String name, Runnable work) {
        CountDownLatch known = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        known.await();
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        threads.remove(name);
                        LockSupport.unpark(main);
                    }
                },
                "qmp-" + name);
        threads.put(name, thread);
        thread.start();
        known.countDown();
    }

    private void connectAndServe(String name, QmpAddress address) {
        Readiness announcing = new Readiness(options);
        FleetMember member;
        connecting.acquireUninterruptibly();
        try {
            if (stopped) {
                return;
            }
            member = member(name, servers.upstream(address), announcing);
        } catch (UpstreamException e) {
            complain(name, List.of(Diagnostics.line(name + ": " + e.getMessage())));
            return;
        } catch (StartException e) {
            complain(name, e.lines());
            return;
        } finally {
            connecting.release();
        }
        complaints.remove(name);
        announcing.announceAddresses();
        serve(name, member);
    }

    /** Says why a socket is not served, once as long as the reason is the same. */
    private void complain(String name, List<String> lines) {
        if (!stopped && !lines.get(0).equals(complaints.put(name, lines.get(0)))) {
            lines.forEach(ErrorLine::print);
        }
    }

    private void serve(String name, FleetMember member) {
        members.put(name, member);
        if (stopped) {
            member.stop();
        }
        try {
            member.run();
        } catch (UpstreamException e) {
            failed = true;
            Diagnostics.print(name + ": " + e.getMessage());
        } finally {
            members.remove(name);
            oversight.forget(name);
        }
    }

    /** Ends everything; any thread. */
    private void stop() {
        stopped = true;
        members.values().forEach(FleetMember::stop);
        main.interrupt();
    }

    private void awaitThreads() {
        while (!threads.isEmpty()) {
            if (stopped) {
                threads.forEach((name, thread) -> {
                    if (!members.containsKey(name)) {
                        thread.interrupt(); // it is connecting
                    }
                });
            }
            LockSupport.park(this);
            if (Thread.interrupted()) {
                stopped = true;
            }
        }
    }

    /** Removes what a forced end would leave behind; any thread. */
    private void remove() {
        members.values().forEach(FleetMember::removeFiles);
        pidFile.remove();
        services.restoreTerminal();
    }
}
