package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Ids are unique whoever adds devices meanwhile, and what fails leaves nothing behind. */
class ChardevRegistryTest {
    private static final int THREADS = 8;

    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private List<String> ids() {
        return devices.registry.list().stream().map(Chardev::id).toList();
    }

    /** Runs an action in all threads at once; returns how many did not throw. */
    private int succeeding(Callable<?> action) throws Exception {
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(() -> {
                try {
                    action.call();
                    return true;
                } catch (ChardevException e) {
                    return false;
                }
            });
        }
        int count = 0;
        for (Future<Boolean> done : threads.invokeAll(all)) {
            count += done.get() ? 1 : 0;
        }
        return count;
    }

    @Test
    void ofThreadsThatAddTheSameIdOneSucceeds() throws Exception {
        for (int i = 0; i < 200; i++) {
            String id = "a" + i;
            Path path = dir.resolve(id);
            assertThat(succeeding(() -> devices.add("socket,id=" + id + ",server=on,wait=off,path=" + path)))
                    .isEqualTo(1);
            devices.registry.remove(id).toCompletableFuture().get();
            assertThat(Files.exists(path)).isFalse();
        }
        assertThat(ids()).isEmpty();
    }

    @Test
    void ofThreadsThatChangeRemoveAndAddEachIdHasOneDevice() throws Exception {
        OptionString ringbuf = OptionString.of("size", "64");
        ChardevOptions options = new ChardevOptions("r", "ringbuf", ringbuf, ChardevOptions.Origin.MONITOR);
        for (int i = 0; i < 100; i++) {
            succeeding(() -> {
                switch ((int) (Thread.currentThread().getId() % 3)) {
                    case 0 -> devices.registry.add(options);
                    case 1 ->
                        devices.registry.change(options).toCompletableFuture().get();
                    default ->
                        devices.registry.remove("r").toCompletableFuture().get();
                }
                return null;
            });
            assertThat(devices.registry.list()).allMatch(device -> !device.isClosed());
        }
    }

    @Test
    void aMultiplexerLeavesADeviceAloneThatHasTheNameOfItsBase() {
        Chardev other = devices.add("ringbuf,id=x-base");
        assertThatThrownBy(() -> devices.add("null,id=x,mux=on"))
                .isInstanceOf(ChardevException.class)
                .hasMessage("Duplicate ID 'x-base' for chardev");
        assertThat(devices.registry.find("x-base")).containsSame(other);
        assertThat(ids()).containsExactly("x-base");
        devices.registry.remove("x-base");
        devices.add("null,id=x,mux=on");
        assertThatThrownBy(() -> devices.add("null,id=x-base")).hasMessage("Duplicate ID 'x-base' for chardev");
    }

    @Test
    void aMultiplexerThatCannotBeMadeLeavesNothing() {
        ChardevRegistry registry = ChardevRegistry.of(
                devices.main, List.of(new dev.qmp.chardev.internal.socket.SocketBackend(), new FailingMux()));
        Path path = dir.resolve("s");
        assertThatThrownBy(() -> registry.add(
                        OptionString.parse("socket,id=x,mux=on,server=on,wait=off,path=" + path, OptionTable.CHARDEV)))
                .hasMessage("no multiplexer today");
        assertThat(registry.list()).isEmpty();
        devices.main.call(() -> {});
        assertThat(Files.exists(path)).isFalse();
        registry.close();
    }

    /** Cannot be opened. Thread: stateless. */
    private static final class FailingMux implements ChardevBackend {
        @Override
        public String name() {
            return "mux";
        }

        @Override
        public CharDevice open(ChardevOptions options, ChardevContext context) {
            throw new IllegalStateException("no multiplexer today");
        }
    }

    @Test
    void aTextDescribesADevice() {
        Chardev named = devices.registry.add("null,id=device0");
        Chardev unix = devices.registry.add("unix:" + dir.resolve("s") + ",server=on,wait=off");
        Chardev tcp = devices.registry.add("tcp:127.0.0.1:0,server=on,wait=off,id=t");
        Chardev plain = devices.registry.add("null");
        assertThat(devices.registry.add("chardev:device0")).isSameAs(named);
        assertThat(ids()).containsExactly("device0", "device1", "t", "device2");
        assertThat(unix.filename()).isEqualTo("disconnected:unix:" + dir.resolve("s") + ",server=on");
        assertThat(tcp.filename()).startsWith("disconnected:tcp:127.0.0.1:");
        assertThat(plain.type()).isEqualTo("null");
    }

    @Test
    void aTextThatDescribesNoDeviceIsRefused() {
        assertThatThrownBy(() -> devices.registry.add("chardev:none")).hasMessage("Chardev 'none' not found");
        assertThatThrownBy(() -> devices.registry.add("none:x")).hasMessage("'none:x' is not a valid char driver");
        assertThatThrownBy(() -> devices.registry.add("none,id=a"))
                .hasMessage("'none' is not a valid char driver name");
        assertThatThrownBy(() -> devices.registry.add("null,id=1")).hasMessage("Parameter 'id' expects an identifier");
    }

    @Test
    void nothingIsAddedToARegistryThatIsClosed() throws Exception {
        Path path = dir.resolve("s");
        Thread opener = new Thread(() -> {
            try {
                devices.add("socket,id=a,server=on,path=" + path);
            } catch (ChardevException e) {
                devices.notices.add(e.getMessage());
            }
        });
        opener.start();
        Await.until("waiting", () -> devices.notices.size() == 1);
        devices.registry.close();
        Devices.connect(path).close();
        opener.join();
        assertThat(devices.notices).endsWith("all devices are closed");
        assertThat(ids()).isEmpty();
        devices.main.call(() -> {});
        assertThat(Files.exists(path)).isFalse();
    }

    @Test
    void aDeviceThatSomebodyTakesIsNotRemovedUnderneath() throws Exception {
        for (int i = 0; i < 200; i++) {
            Chardev device = devices.add("null,id=n");
            Future<CharFrontend> attached = threads.submit(device::attach);
            boolean removed;
            try {
                devices.registry.remove("n").toCompletableFuture().get();
                removed = true;
            } catch (ChardevException e) {
                removed = false;
            }
            boolean taken;
            try {
                attached.get().close();
                taken = true;
            } catch (java.util.concurrent.ExecutionException e) {
                taken = false;
            }
            assertThat(removed).isNotEqualTo(taken);
            if (!removed) {
                devices.registry.remove("n").toCompletableFuture().get();
            }
        }
    }
}
