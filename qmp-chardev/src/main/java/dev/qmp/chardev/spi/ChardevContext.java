package dev.qmp.chardev.spi;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.DeviceLevel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The surroundings of devices: the main loop, helper threads for blocking work, and where lines for the operator go.
 *
 * <p>Thread: immutable; every method may be called by any thread.
 */
public interface ChardevContext {
    /**
     * The loop in which devices start, and in which those without {@link CharFeature#GCONTEXT} stay.
     *
     * @return the loop
     */
    EventLoop mainLoop();

    /**
     * Threads for blocking work: name resolution, connecting. As many as there are devices that connect at a time.
     *
     * @return the helper threads; they reject work when the system has no more threads
     */
    Executor helpers();

    /**
     * Threads for computations: the handshakes of TLS. As many as there are processors; more work is queued.
     *
     * @return the threads; they reject work when the system has no more threads
     */
    Executor computing();

    /**
     * Takes lines for the operator: {@code info: QEMU waiting for connection on: ...}, {@code Unable to connect character
     * device ...}. A library's default logs them.
     *
     * @return prints the lines
     */
    Consumer<String> notices();

    /**
     * Finds another device: the base of a multiplexer, a part of a hub.
     *
     * @param id its id
     * @return the device, if there is one
     */
    Optional<Chardev> find(String id);

    /**
     * Makes the device of a back end; {@link CharDevice} calls it.
     *
     * @param options its id and type
     * @param features what it can do
     * @param loop its first loop
     * @param backend its back end, perhaps still being constructed
     * @return the device
     */
    DevicePort open(ChardevOptions options, Set<CharFeature> features, EventLoop loop, DeviceCallbacks backend);

    /**
     * Which release of QEMU the devices are like.
     *
     * @return the release
     */
    DeviceLevel level();

    /**
     * Says whether the program is still starting.
     *
     * @return true between {@link dev.qmp.chardev.registry.ChardevRegistry#beginStart} and {@link dev.qmp.chardev.registry.ChardevRegistry#completeStart}
     */
    boolean isStarting();

    /**
     * Finds a service object that a back end needs, by its type: {@link TerminalControl}, {@link
     * PseudoTerminals}, {@link StandardStreams}, {@link
     * dev.qmp.chardev.tls.TlsCredentialsLookup}, {@link MuxActions}, {@link DeviceGuard}, {@link MemoryBudget}, {@link SocketTransport}, {@link
     * DescriptorLookup}.
     *
     * @param <T> the type
     * @param type the type
     * @return the object, if the embedder gave one
     */
    <T> Optional<T> service(Class<T> type);
}
