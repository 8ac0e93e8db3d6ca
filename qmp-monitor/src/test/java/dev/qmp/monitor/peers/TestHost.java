package dev.qmp.monitor.peers;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.monitor.Monitor;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Monitors on unix sockets in this process, served by a thread of their own until closed. */
public final class TestHost implements AutoCloseable {
    private static final Queue<Path> FOLDERS = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TestHost::removeFolders, "temporary folders"));
    }

    private final Path directory;
    private final Monitors monitors;
    private final Thread dispatcher;
    private final AutoCloseable behind;
    private final List<Monitor> added = new ArrayList<>();
    private int count;

    /** Starts without monitors. */
    public TestHost(MonitorsBuilder builder) {
        this(builder, () -> {});
    }

    /** Starts without monitors; closes something else after them. */
    public TestHost(MonitorsBuilder builder, AutoCloseable behind) {
        this.behind = behind;
        directory = shortFolder();
        monitors = builder.build();
        dispatcher = new Thread(monitors::run, "test-dispatcher");
    }

    /** The monitors, to add to and to ask. */
    public Monitors monitors() {
        return monitors;
    }

    /** Puts a monitor on a new socket. */
    public Path listen(MonitorOptions options) {
        Path socket = directory.resolve("s" + count);
        String device = "socket,id=m" + count++ + ",path=" + socket + ",server=on,wait=off";
        added.add(monitors.add(monitors.devices().add(OptionString.parse(device, OptionTable.CHARDEV)), options));
        return socket;
    }

    /** Puts a monitor on any device. */
    public Monitor add(String device, MonitorOptions options) {
        Monitor monitor =
                monitors.add(monitors.devices().add(OptionString.parse(device, OptionTable.CHARDEV)), options);
        added.add(monitor);
        return monitor;
    }

    /** Makes a socket device without a monitor; its socket is the directory's file of that name. */
    public Chardev socket(String id) {
        String device = "socket,id=" + id + ",path=" + file(id) + ",server=on,wait=off";
        return monitors.devices().add(OptionString.parse(device, OptionTable.CHARDEV));
    }

    /** A file of the host's directory. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** A device by its id. */
    public Chardev device(String id) {
        return monitors.devices().find(id).orElseThrow();
    }

    /** A monitor by the order in which it was added. */
    public Monitor monitor(int index) {
        return added.get(index);
    }

    /** Serves. */
    public TestHost start() {
        dispatcher.start();
        return this;
    }

    @Override
    public void close() {
        monitors.stop();
        try {
            dispatcher.join();
            behind.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a folder whose path is short enough for a socket; it is removed when the tests end. */
    public static Path shortFolder() {
        try {
            Path folder = Files.createTempDirectory("qmp");
            FOLDERS.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeFolders() {
        for (Path folder : FOLDERS) {
            try {
                remove(folder);
            } catch (IOException | UncheckedIOException e) {
                System.err.println("cannot remove " + folder + ": " + e);
            }
        }
    }

    /** Processes that end at the same time may still remove files of theirs. */
    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return; // by the test
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
