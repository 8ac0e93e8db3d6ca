package dev.qmp.cli.serve;

import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.monitor.MonitorThreads;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.proxy.UpstreamException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** What all servers share. */
    private final MonitorThreads threads;

    /** Makes connections, not more at a time than leaves each server time to answer. */
    private final ThreadPoolExecutor connecting = connecting();

    /** Those that are served, by name; any thread. */
    private final Map<String, FleetMember> members = new ConcurrentHashMap<>();

    /** All names, from the attempt to connect to the end; any thread. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** What was last said of a socket that could not be used, by name; any thread. */
    private final Map<String, String> complaints = new ConcurrentHashMap<>();

    private volatile boolean stopped;
    private volatile boolean failed;

    Fleet(ServeOptions options, FleetOptions servers, End end) {
        this.options = options;
        this.servers = servers;
        this.end = end;
        readiness = new Readiness(options);
        threads = MonitorThreads.start(
                LoopSettings.DEFAULT, options.spin(), options.bounds().memory());
        services = new DeviceServices(options);
        oversight = new Oversight(options);
        pidFile = new PidFile(options.pidFile());
    }

    private static ThreadPoolExecutor connecting() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor made =
                new ThreadPoolExecutor(16, 16, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "qmp-connect-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        made.allowCoreThreadTimeOut(true);
        return made;
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
            awaitMembers();
            end.begin();
            threads.close();
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
            made.values().forEach(FleetMember::close);
            throw e;
        }
        names.addAll(made.keySet());
        made.forEach(this::serve);
    }

    private FleetMember member(String name, Upstream upstream, Readiness announcing) {
        return new FleetMember(name, upstream, options, threads, services, oversight, announcing);
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
            if (!stopped && names.add(name)) {
                connecting.execute(() -> connectAndServe(name, new QmpAddress.Unix(socket)));
            }
        });
    }

    private void connectAndServe(String name, QmpAddress address) {
        Readiness announcing = new Readiness(options);
        FleetMember member = null;
        try {
            if (!stopped) {
                member = member(name, servers.upstream(address), announcing);
            }
        } catch (UpstreamException e) {
            complain(name, List.of(Diagnostics.line(name + ": " + e.getMessage())));
        } catch (StartException e) {
            complain(name, e.lines());
        } finally {
            if (member == null) {
                gone(name);
            }
        }
        if (member != null) {
            complaints.remove(name);
            announcing.announceAddresses();
            serve(name, member);
        }
    }

    /** Says why a socket is not served, once as long as the reason is the same. */
    private void complain(String name, List<String> lines) {
        if (!stopped && !lines.get(0).equals(complaints.put(name, lines.get(0)))) {
            lines.forEach(ErrorLine::print);
        }
    }

    private void serve(String name, FleetMember member) {
        members.put(name, member);
        member.serve().whenComplete((nothing, failure) -> {
            if (failure != null) {
                failed = true;
                Diagnostics.print(name + ": " + failure.getMessage());
            }
            members.remove(name);
            oversight.forget(name);
            gone(name);
        });
        if (stopped) {
            member.stop();
        }
    }

    private void gone(String name) {
        names.remove(name);
        LockSupport.unpark(main);
    }

    /** Ends everything; any thread. */
    private void stop() {
        stopped = true;
        members.values().forEach(FleetMember::stop);
        main.interrupt();
    }

    private void awaitMembers() {
        while (!names.isEmpty()) {
            if (stopped) {
                connecting.shutdownNow().forEach(Runnable::run); // they see that it is too late
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
