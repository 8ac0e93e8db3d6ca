package dev.qmp.monitor.internal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.CharConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UnsentBytesTest {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int room = Integer.MAX_VALUE;

    /** Takes as many bytes as there is room for; only writing is called. */
    private final CharConnection connection = (CharConnection) Proxy.newProxyInstance(
            CharConnection.class.getClassLoader(),
            new Class<?>[] {CharConnection.class},
            (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("write");
                return take((ByteBuffer) arguments[0]);
            });

    private int take(ByteBuffer bytes) throws IOException {
        if (room < 0) {
            throw new IOException("broken");
        }
        int count = Math.min(room, bytes.remaining());
        byte[] copy = new byte[count];
        bytes.get(copy);
        taken.writeBytes(copy);
        room -= count;
        return count;
    }

    @Property
    void leaveWholeAndInOrder(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 40_000) Integer> messages,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 50_000) Integer> rooms)
            throws IOException {
        taken.reset();
        UnsentBytes bytes = new UnsentBytes();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Random random = new Random(messages.hashCode());
        for (int i = 0; i < messages.size(); i++) {
            byte[] message = new byte[messages.get(i)];
            random.nextBytes(message);
            all.writeBytes(message);
            ByteBuffer source = ByteBuffer.wrap(message);
            bytes.add(source);
            assertThat(source.hasRemaining()).isFalse();
            room = rooms.get(i % rooms.size());
            bytes.writeTo(connection);
            assertThat(bytes.size()).isEqualTo(all.size() - taken.size());
            assertThat(bytes.isEmpty()).isEqualTo(bytes.size() == 0);
        }
        room = Integer.MAX_VALUE;
        bytes.writeTo(connection);
        assertThat(bytes.isEmpty()).isTrue();
        assertThat(taken.toByteArray()).isEqualTo(all.toByteArray());
    }

    @Test
    void areForgotten() throws IOException {
        UnsentBytes bytes = new UnsentBytes();
        bytes.add(ByteBuffer.wrap(new byte[] {1, 2}));
        bytes.clear();
        assertThat(bytes.size()).isZero();
        bytes.add(ByteBuffer.wrap(new byte[] {3}));
        bytes.writeTo(connection);
        assertThat(taken.toByteArray()).containsExactly(3);
    }

    @Test
    void stayCountedWhenWritingFails() {
        UnsentBytes bytes = new UnsentBytes();
        bytes.add(ByteBuffer.wrap(new byte[] {1, 2}));
        room = -1;
        assertThatThrownBy(() -> bytes.writeTo(connection)).isInstanceOf(IOException.class);
        assertThat(bytes.size()).isEqualTo(2);
    }
}
