package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.qmp.chardev.Chardev;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.cli.usage.UsageException;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.nativ.JLineLibrary;

/**
 * Announces that a server is ready: prints each address that it listens on to standard error, and for {@code --ready-fd} writes a newline
 * to a descriptor and closes it, as supervisors such as s6 expect.
 *
 * <p>Thread: confined to the main thread.
 */
final class Readiness {
    private static final Pattern INTERNET =
            Pattern.compile("^(?:disconnected:)?(?:tcp|telnet|websocket):\\[?([0-9a-f.:]+?)\\]?:[0-9]+,server=on");
    private static final String LISTENING = ",server=on";
    private static final String WITHOUT_PEER = "disconnected:";

    private final boolean quiet;
    private final int descriptor;
    private final int daemonDescriptor;
    private final boolean daemonize;
    private final List<String> addresses = new ArrayList<>();

    Readiness(ServeOptions options) {
        quiet = options.quiet();
        descriptor = options.readyDescriptor();
        daemonDescriptor = options.daemonDescriptor();
        daemonize = options.qemu().daemonize();
        if (daemonize && daemonDescriptor < 0) {
            throw new StartException("-daemonize", "only the launcher of the image can do this");
        }
    }

    /**
     * Returns the descriptor that an argument of {@code --ready-fd} names.
     *
     * @throws UsageException if it is not an open pipe or socket: descriptors that Java itself has open must not be written to or closed
     */
    static int descriptor(String argument) {
        try {
            int number = Integer.parseInt(argument);
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(number)))
                    .toString();
            if (number > 2 && (target.startsWith("pipe:") || target.startsWith("socket:"))) {
                return number;
            }
        } catch (NumberFormatException | IOException | UnsupportedOperationException e) {
            // Refused below.
        }
        throw new UsageException(
                "--ready-fd: '" + argument + "' is not the number of an open pipe or socket, other than 0, 1 and 2");
    }

    /** Notes a device that was opened; those that do not listen are ignored. Warns of one that anybody on the network can use. */
    void opened(Chardev device, boolean tls, boolean named) {
        String name = device.filename();
        if (!tls && isListening(device) && isExposed(name)) {
            ErrorLine.warn(Diagnostics.line("warning: ")
                    + name.replaceFirst("^disconnected:", "").replaceFirst(LISTENING + ".*", "")
                    + " is open to everybody who can reach this machine, without encryption or authentication; "
                    + "use tls-creds=, or host=127.0.0.1");
        }
        int end = name.indexOf(LISTENING);
        if (!quiet && end >= 0) {
            String address = name.substring(name.startsWith(WITHOUT_PEER) ? WITHOUT_PEER.length() : 0, end);
            addresses.add((tls && address.startsWith("tcp:") ? "tls" + address.substring(3) : address)
                    + (named ? " (chardev " + device.id() + ")" : ""));
        }
    }

    /** Returns whether a listening device's text shows an address that others than this machine can reach. */
    private static boolean isExposed(String text) {
        Matcher address = INTERNET.matcher(text);
        if (!address.find()) {
            return false;
        }
        try {
            return !InetAddress.getByName(address.group(1)).isLoopbackAddress(); // a number: nothing is looked up
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Returns whether a device is a socket that listens. */
    static boolean isListening(Chardev device) {
        return device.filename().contains(LISTENING);
    }

    /** Notes where figures are to be had; empty for nowhere. */
    void metrics(String address) {
        if (!quiet && !address.isEmpty()) {
            addresses.add(address);
        }
    }

    /** Announces that all devices are open and clients are served. */
    void announce() {
        announceAddresses();
        if (descriptor >= 0) {
            write(descriptor, "--ready-fd", "");
        }
    }

    /** Prints the addresses. */
    void announceAddresses() {
        for (String address : addresses) {
            Diagnostics.print("listening on " + address);
        }
    }

    /** Lets the standard streams go, which the caller may be waiting for, and then the launcher end. */
    void leaveTerminal() {
        if (!daemonize) {
            return;
        }
        LineWriter.flushAll();
        // Closing one of them opens /dev/null in its place.
        for (Closeable stream : List.of(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err))) {
            try {
                stream.close();
            } catch (IOException e) {
                System.getLogger(Readiness.class.getName()).log(Level.WARNING, "a standard stream stays open", e);
            }
        }
        write(daemonDescriptor, "--daemon-fd", "0");
    }

    private static void write(int number, String option, String text) {
        try (FileOutputStream waiting = new FileOutputStream(JLineLibrary.newFileDescriptor(number))) {
            waiting.write((text + "\n").getBytes(US_ASCII));
        } catch (IOException e) {
            Diagnostics.print(option + " " + number + ": cannot be written: " + IoErrors.reason(e));
        }
    }
}
