package dev.qmp.monitor.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A peer of a human monitor: sends keys, reads what is printed. The test's time limit bounds its patience. */
public final class HumanPeer implements AutoCloseable {
    private static final String PROMPT = "(qemu) ";

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();

    private HumanPeer(SocketChannel channel) {
        this.channel = channel;
    }

    public static HumanPeer connect(Path socket) {
        try {
            return new HumanPeer(QmpPeer.connected(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HumanPeer send(String keys) {
        ByteBuffer source = ByteBuffer.wrap(keys.getBytes(UTF_8));
        try {
            while (source.hasRemaining()) {
                channel.write(source);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public HumanPeer endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Types a line and returns what is printed after its echo, up to the next prompt. */
    public String enter(String line) {
        send(line + "\r");
        String printed = prompt();
        String echo = echo(line) + "\r\n";
        if (!printed.startsWith(echo)) {
            throw new AssertionError("no echo of '" + line + "' in '" + printed + "'");
        }
        return printed.substring(echo.length());
    }

    /** Returns how the typing of a line looks. */
    public static String echo(String line) {
        StringBuilder echo = new StringBuilder();
        for (int i = 1; i <= line.length(); i++) {
            echo.append("\u001b[D".repeat(i - 1)).append(line, 0, i).append("\u001b[K");
        }
        return echo.toString();
    }

    /** Reads up to the end of the next prompt. */
    public String prompt() {
        return read(true);
    }

    /** Reads up to the end of the stream. */
    public String rest() {
        return read(false);
    }

    private String read(boolean toPrompt) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        int matched = 0;
        try {
            while (true) {
                while (buffer.hasRemaining()) {
                    byte b = buffer.get();
                    read.write(b);
                    matched = b == PROMPT.charAt(matched) ? matched + 1 : b == '(' ? 1 : 0;
                    if (matched == PROMPT.length()) {
                        if (toPrompt) {
                            return read.toString(UTF_8);
                        }
                        matched = 0;
                    }
                }
                int count = channel.read(buffer.clear());
                buffer.flip();
                if (count < 0) {
                    if (toPrompt) {
                        throw new AssertionError("the stream ended after '" + read.toString(UTF_8) + "'");
                    }
                    buffer.position(buffer.limit());
                    return read.toString(UTF_8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("after '" + read.toString(UTF_8) + "'", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
