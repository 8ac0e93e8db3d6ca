package dev.qmp.cli.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real QEMU without a machine, to compare with. */
final class RunningQemu {
    static final String PROGRAM = "qemu-system-x86_64";

    private static final boolean NEWER = findNewer();

    private RunningQemu() {}

    /** Returns whether a real QEMU is installed; tests that need one are skipped otherwise. */
    static boolean isInstalled() {
        return Programs.isInstalled(PROGRAM);
    }

    /** Tells whether the installed QEMU is newer than 7.2. */
    static boolean isNewer() {
        return NEWER;
    }

    private static boolean findNewer() {
        if (!isInstalled()) {
            return false;
        }
        try (RunningQmp qemu = RunningQmp.start(new ProcessBuilder(PROGRAM, "--version"))) {
            return qemu.status() == 0 && !qemu.stdout().contains(" version 7.2.");
        }
    }

    /** Starts one with a monitor on each socket. */
    static RunningQmp start(Path... sockets) {
        return start(List.of(), sockets);
    }

    /** Starts one with more arguments and a monitor on each socket. */
    static RunningQmp start(List<String> arguments, Path... sockets) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-M", "none", "-nodefaults", "-display", "none"));
        command.addAll(arguments);
        for (Path socket : sockets) {
            command.addAll(List.of("-qmp", "unix:" + socket + ",server=on,wait=off"));
        }
        return RunningQmp.start(new ProcessBuilder(command)).listeningOn(sockets);
    }
}
