package dev.qmp.cli.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real QEMU without a machine, to compare with. */
final class RunningQemu {
    static final String PROGRAM = "qemu-system-x86_64";

    static final String LEVEL = findLevel();

    private RunningQemu() {}

    /** Returns whether a real QEMU is installed; tests that need one are skipped otherwise. */
    static boolean isInstalled() {
        return Programs.isInstalled(PROGRAM);
    }

    /** Starts the image with the installed QEMU's level, and a monitor on a socket. */
    static RunningQmp likeIt(List<String> arguments, Path socket) {
        List<String> all = new ArrayList<>(List.of("--level", LEVEL));
        all.addAll(arguments);
        return RunningQmp.serve(all, socket);
    }

    /** The level of the installed QEMU: 7.2, or 10.0 for all that are newer. */
    private static String findLevel() {
        if (!isInstalled()) {
            return "10.0";
        }
        try (RunningQmp qemu = RunningQmp.start(new ProcessBuilder(PROGRAM, "--version"))) {
            return qemu.status() == 0 && qemu.stdout().contains(" version 7.2.") ? "7.2" : "10.0";
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
