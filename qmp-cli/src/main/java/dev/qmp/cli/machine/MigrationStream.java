package dev.qmp.cli.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Reads the stream of a migration's source, as far as a machine without memory and devices needs it: in QEMU's format the header, the
 * name of the machine, the commands of postcopy and the end, but no section with state.
 *
 * <p>Thread: confined to the I/O thread.
 */
final class MigrationStream {
    /** Receives what the stream contains, in the thread that feeds it. */
    interface Listener {
        /** The destination shall be ready for postcopy. */
        void postcopyListens();

        /** The destination shall run. */
        void postcopyRuns();

        /** The interrupted postcopy continues. */
        void postcopyResumes();

        /** The source has finished. */
        void ended();

        /**
         * The stream is invalid; no other call follows.
         *
         * @param reason QEMU's text
         */
        void bad(String reason);
    }

    /** What the next item of the stream is. */
    private enum Phase {
        MAGIC,
        VERSION,
        CONFIGURATION,
        NAME_LENGTH,
        NAME,
        SECTION,
        COMMAND,
        DATA,
        OVER
    }

    /** The state of postcopy, with the number that QEMU prints. */
    private enum Postcopy {
        NONE(0),
        ADVISED(1),
        DISCARDED(2),
        LISTENING(3),
        RUNNING(4);

        private final int number;

        Postcopy(int number) {
            this.number = number;
        }
    }

    private static final int MAGIC = 0x5145564d;
    private static final int VERSION = 3;
    private static final String MACHINE = "none";

    private static final int END = 0x00;
    private static final int CONFIGURATION = 0x07;
    private static final int COMMAND = 0x08;

    private static final int OPEN_RETURN_PATH = 1;
    private static final int POSTCOPY_ADVISE = 3;
    private static final int POSTCOPY_LISTEN = 4;
    private static final int POSTCOPY_RUN = 5;
    private static final int POSTCOPY_RAM_DISCARD = 6;
    private static final int PACKAGED = 7;
    private static final int POSTCOPY_RESUME = 9;

    private final Listener listener;
    private final boolean postcopyAllowed;
    private final ByteBuffer item = ByteBuffer.allocate(1 << 16);
    private Phase phase;
    private Postcopy postcopy;
    private int command;

    private MigrationStream(Listener listener, boolean postcopyAllowed, Phase phase, Postcopy postcopy) {
        this.listener = listener;
        this.postcopyAllowed = postcopyAllowed;
        this.phase = phase;
        this.postcopy = postcopy;
        item.limit(4);
    }

    /**
     * Makes the reader of a whole migration.
     *
     * @param listener receives the content
     * @param postcopyAllowed whether the capability {@code postcopy-ram} is on
     */
    static MigrationStream ofMigration(Listener listener, boolean postcopyAllowed) {
        return new MigrationStream(listener, postcopyAllowed, Phase.MAGIC, Postcopy.NONE);
    }

    /**
     * Makes the reader of the rest of a postcopy that was interrupted.
     *
     * @param listener receives the content
     */
    static MigrationStream ofRecovery(Listener listener) {
        MigrationStream stream = new MigrationStream(listener, true, Phase.SECTION, Postcopy.RUNNING);
        stream.item.limit(1);
        return stream;
    }

    /** Takes bytes, all of them. */
    void feed(ByteBuffer bytes) {
        while (phase != Phase.OVER && (bytes.hasRemaining() || !item.hasRemaining())) {
            while (item.hasRemaining() && bytes.hasRemaining()) {
                item.put(bytes.get());
            }
            if (!item.hasRemaining()) {
                item.flip();
                take();
            }
        }
        bytes.position(bytes.limit());
    }

    /** Waits for the next item. */
    private void expect(Phase next, int length) {
        if (phase != Phase.OVER) {
            phase = next;
            item.clear().limit(length);
        }
    }

    /** Acts on a complete item, and sets what follows. */
    private void take() {
        switch (phase) {
            case MAGIC -> {
                check(item.getInt() == MAGIC, "Not a migration stream");
                expect(Phase.VERSION, 4);
            }
            case VERSION -> {
                check(item.getInt() == VERSION, "Unsupported migration stream version");
                expect(Phase.CONFIGURATION, 1);
            }
            case CONFIGURATION -> {
                check(item.get() == CONFIGURATION, "Configuration section missing");
                expect(Phase.NAME_LENGTH, 4);
            }
            case NAME_LENGTH -> {
                int length = item.getInt();
                check(length >= 0 && length < 256, "Machine type received is too long");
                expect(Phase.NAME, length & 0xff);
            }
            case NAME -> {
                String name = UTF_8.decode(item).toString();
                check(name.equals(MACHINE), "Machine type received is '" + name + "' and local is '" + MACHINE + "'");
                expect(Phase.SECTION, 1);
            }
            case SECTION -> takeSection(item.get() & 0xff);
            case COMMAND -> {
                command = item.getShort() & 0xffff;
                expect(Phase.DATA, item.getShort() & 0xffff);
            }
            case DATA -> {
                takeCommand(item.limit());
                expect(Phase.SECTION, 1);
            }
            case OVER -> {
                // Nothing is expected after the end.
            }
        }
    }

    private void takeSection(int type) {
        switch (type) {
            case COMMAND -> expect(Phase.COMMAND, 4);
            case END -> {
                phase = Phase.OVER;
                listener.ended();
            }
            default -> bad("Unknown savevm section type " + type);
        }
    }

    private void takeCommand(int length) {
        switch (command) {
            case OPEN_RETURN_PATH -> checkLength(length, 0);
            // The bytes of a package are commands like all others.
            case PACKAGED -> checkLength(length, 4);
            case POSTCOPY_ADVISE -> {
                move("ADVISE", Postcopy.NONE, Postcopy.NONE, Postcopy.ADVISED);
                check(
                        postcopyAllowed == (length != 0),
                        "RAM postcopy is " + (postcopyAllowed ? "enabled" : "disabled") + " but have " + length
                                + " byte advise");
            }
            case POSTCOPY_RAM_DISCARD -> move("RAM_DISCARD", Postcopy.ADVISED, Postcopy.DISCARDED, Postcopy.DISCARDED);
            case POSTCOPY_LISTEN -> {
                checkLength(length, 0);
                if (move("LISTEN", Postcopy.ADVISED, Postcopy.DISCARDED, Postcopy.LISTENING)) {
                    listener.postcopyListens();
                }
            }
            case POSTCOPY_RUN -> {
                checkLength(length, 0);
                if (move("RUN", Postcopy.LISTENING, Postcopy.LISTENING, Postcopy.RUNNING)) {
                    listener.postcopyRuns();
                }
            }
            case POSTCOPY_RESUME -> {
                checkLength(length, 0);
                if (move("RESUME", Postcopy.RUNNING, Postcopy.RUNNING, Postcopy.RUNNING)) {
                    listener.postcopyResumes();
                }
            }
            default -> bad("MIG_CMD 0x" + Integer.toHexString(command) + " means nothing here");
        }
    }

    private boolean move(String name, Postcopy from, Postcopy orFrom, Postcopy to) {
        check(
                postcopy == from || postcopy == orFrom,
                "CMD_POSTCOPY_" + name + " in wrong postcopy state (" + postcopy.number + ")");
        postcopy = to;
        return phase != Phase.OVER;
    }

    private void checkLength(int length, int expected) {
        check(
                length == expected,
                "command " + command + " received with bad length - expecting " + expected + ", got " + length);
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            bad(otherwise);
        }
    }

    private void bad(String reason) {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            listener.bad(reason);
        }
    }
}
