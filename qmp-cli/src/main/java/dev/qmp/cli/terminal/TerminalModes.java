package dev.qmp.cli.terminal;

import org.jline.nativ.CLibrary;
import org.jline.nativ.CLibrary.Termios;
import org.jspecify.annotations.Nullable;

/**
 * The modes of a terminal, by its descriptor. The constants are those of Linux.
 *
 * <p>Thread: safe for use by any thread; the original modes do not change.
 */
final class TerminalModes {
    private static final long IGNBRK = 0x1;
    private static final long BRKINT = 0x2;
    private static final long PARMRK = 0x8;
    private static final long ISTRIP = 0x20;
    private static final long INLCR = 0x40;
    private static final long IGNCR = 0x80;
    private static final long ICRNL = 0x100;
    private static final long IXON = 0x400;
    private static final long OPOST = 0x1;
    private static final long CS8 = 0x30;
    private static final long PARENB = 0x100;
    private static final long ISIG = 0x1;
    private static final long ICANON = 0x2;
    private static final long ECHO = 0x8;
    private static final long ECHONL = 0x40;
    private static final long IEXTEN = 0x8000;
    private static final int VTIME = 5;
    private static final int VMIN = 6;

    private final int descriptor;
    private final Termios found;

    private TerminalModes(int descriptor, Termios found) {
        this.descriptor = descriptor;
        this.found = found;
    }

    /** Reads the modes of standard input; null if that is not a terminal. */
    static @Nullable TerminalModes ofStandardInput() {
        return CLibrary.isatty(0) == 1 ? of(0) : null;
    }

    /** Reads the modes of a terminal. */
    static TerminalModes of(int descriptor) {
        Termios found = new Termios();
        CLibrary.tcgetattr(descriptor, found);
        return new TerminalModes(descriptor, found);
    }

    /** Switches echo and line editing off; keeps output processing; lets keys send signals or not. */
    void raw(boolean signals) {
        Termios modes = rawInput();
        modes.c_oflag |= OPOST;
        if (!signals) {
            modes.c_lflag &= ~ISIG;
        }
        set(modes);
    }

    /** Makes the terminal pass all bytes unchanged in both directions. */
    void transparent() {
        Termios modes = rawInput();
        modes.c_oflag &= ~OPOST;
        modes.c_lflag &= ~ISIG;
        set(modes);
    }

    /** Restores the original modes. */
    void restore() {
        set(found);
    }

    private Termios rawInput() {
        Termios modes = new Termios();
        modes.c_iflag = found.c_iflag & ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
        modes.c_oflag = found.c_oflag;
        modes.c_cflag = (found.c_cflag & ~PARENB) | CS8;
        modes.c_lflag = found.c_lflag & ~(ECHO | ECHONL | ICANON | IEXTEN);
        modes.c_ispeed = found.c_ispeed;
        modes.c_ospeed = found.c_ospeed;
        modes.c_cc = found.c_cc.clone();
        modes.c_cc[VMIN] = 1;
        modes.c_cc[VTIME] = 0;
        return modes;
    }

    private void set(Termios modes) {
        CLibrary.tcsetattr(descriptor, CLibrary.TCSANOW, modes);
    }
}
