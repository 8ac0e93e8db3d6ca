package dev.qmp.chardev.internal.socket;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A telnet server: announces its options at the start, and removes commands from the input.
 *
 * <p>A command has two bytes; the negotiations WILL, WONT, DO and DONT have three, and a subnegotiation extends to its end
 * mark.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>byte</th><th>effect</th><th>next</th></tr>
 * <tr><td>DATA</td><td>IAC</td><td></td><td>COMMAND</td></tr>
 * <tr><td>DATA</td><td>other</td><td>data</td><td>DATA</td></tr>
 * <tr><td>COMMAND</td><td>IAC</td><td>data FF</td><td>DATA</td></tr>
 * <tr><td>COMMAND</td><td>BREAK</td><td>break</td><td>DATA</td></tr>
 * <tr><td>COMMAND</td><td>WILL..DONT</td><td></td><td>OPTION</td></tr>
 * <tr><td>COMMAND</td><td>SB</td><td></td><td>SUB</td></tr>
 * <tr><td>COMMAND</td><td>other</td><td></td><td>DATA</td></tr>
 * <tr><td>OPTION</td><td>any</td><td></td><td>DATA</td></tr>
 * <tr><td>SUB</td><td>IAC</td><td></td><td>SUB_COMMAND</td></tr>
 * <tr><td>SUB_COMMAND</td><td>SE</td><td></td><td>DATA</td></tr>
 * <tr><td>SUB_COMMAND</td><td>other</td><td></td><td>SUB</td></tr>
 * </table>
 *
 * <p>Thread: confined to the loop; sending keeps no state.
 */
final class TelnetLayer extends Layer {
    private static final byte[] PREAMBLE = {
        (byte) 0xff, (byte) 0xfb, 1, // will echo
        (byte) 0xff, (byte) 0xfb, 3, // will suppress go-ahead
        (byte) 0xff, (byte) 0xfb, 0, // will send binary
        (byte) 0xff, (byte) 0xfd, 0 // do send binary
    };

    private static final int IAC = 0xff;
    private static final int DONT = 0xfe;
    private static final int WILL = 0xfb;
    private static final int SB = 0xfa;
    private static final int BREAK = 0xf3;
    private static final int SE = 0xf0;

    private enum State {
        DATA,
        COMMAND,
        OPTION,
        SUB,
        SUB_COMMAND
    }

    private final Runnable onBreak;
    private State state = State.DATA;

    TelnetLayer(Runnable onBreak) {
        this.onBreak = onBreak;
    }

    @Override
    void start() throws IOException {
        synchronized (stack()) {
            down(ByteBuffer.wrap(PREAMBLE));
        }
        ready();
    }

    @Override
    void receive(ByteBuffer bytes) throws IOException {
        int start = bytes.position();
        int limit = bytes.limit();
        while (bytes.position() < limit) {
            int at = bytes.position();
            int b = bytes.get() & 0xff;
            if (state == State.DATA) {
                if (b == IAC) {
                    pass(bytes, start, at);
                    state = State.COMMAND;
                }
            } else if (state == State.COMMAND && b == IAC) {
                state = State.DATA;
                start = at; // the second FF is data
            } else {
                step(b);
                start = bytes.position();
            }
        }
        if (state == State.DATA) {
            pass(bytes, start, limit);
        }
        bytes.position(limit);
    }

    @Override
    void send(ByteBuffer bytes) throws IOException {
        down(bytes);
    }

    private void step(int b) {
        state = switch (state) {
            case COMMAND -> {
                if (b == BREAK) {
                    onBreak.run();
                }
                yield b >= WILL && b <= DONT ? State.OPTION : b == SB ? State.SUB : State.DATA;
            }
            case SUB -> b == IAC ? State.SUB_COMMAND : State.SUB;
            case SUB_COMMAND -> b == SE ? State.DATA : State.SUB;
            case OPTION, DATA -> State.DATA;
        };
    }

    private void pass(ByteBuffer bytes, int from, int to) throws IOException {
        if (from < to) {
            up(bytes.slice(from, to - from));
        }
    }
}
