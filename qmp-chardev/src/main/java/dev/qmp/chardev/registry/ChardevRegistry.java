package dev.qmp.chardev.registry;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.RingBuffer;
import dev.qmp.chardev.internal.device.Device;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.DeviceLevel;
import dev.qmp.chardev.options.DeviceShorthand;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All devices of a program by their ids, and the types that can be opened.
 *
 * <p>An id is reserved while its device is being opened or exchanged, so that two threads never make devices of one id.
 *
 * <p>Thread: any.
 */
public final class ChardevRegistry implements AutoCloseable {
    private final DeviceTable table;
    private final AtomicInteger labels = new AtomicInteger();
    private final ChardevContext context;
    private final BackendTable backends;
    private final DeviceLevel level;
    private final DeviceOpener opener;
    private final DeviceExchange exchange;
    private volatile boolean starting;

    ChardevRegistry(ChardevRegistryBuilder settings, BackendTable backends) {
        this.backends = backends;
        this.level = settings.level();
        this.table = new DeviceTable(settings.level());
        this.context = settings.context(this::find, () -> starting);
        this.opener = new DeviceOpener(table, backends, context);
        this.exchange = new DeviceExchange(opener, settings.level());
    }

    /**
     * Makes a registry of the back ends that {@link ServiceLoader} finds.
     *
     * @param mainLoop the loop in which devices start
     * @return the registry
     */
    public static ChardevRegistry load(EventLoop mainLoop) {
        return builder(mainLoop).load();
    }

    /**
     * Makes a registry of given back ends.
     *
     * @param mainLoop the loop in which devices start
     * @param backends the types that can be opened
     * @return the registry
     */
    public static ChardevRegistry of(EventLoop mainLoop, List<ChardevBackend> backends) {
        return builder(mainLoop).build(backends);
    }

    /**
     * Makes a registry step by step.
     *
     * @param mainLoop the loop in which devices start
     * @return the builder
     */
    public static ChardevRegistryBuilder builder(EventLoop mainLoop) {
        return new ChardevRegistryBuilder(mainLoop);
    }

    /**
     * Opens the device that a text describes. With an id this is the argument of {@code -chardev}, as in {@code
     * socket,id=m0,path=/run/m.sock,server=on,wait=off}. Otherwise it is an address such as {@code
     * unix:/run/m.sock,server=on,wait=off}, {@code tcp:localhost:4444} or {@code stdio}; its device gets an id made up here, unless
     * the address has one, too. {@code chardev:ID} is the device of that id, which is there already. Specification: {@code
     * chardev-option-grammar}, {@code chardev-short}.
     *
     * @param description the text
     * @return the device
     * @throws ChardevException what is wrong with the text, or why the device cannot be opened
     */
    public Chardev add(String description) {
        String id = OptionString.idIn(description);
        if (id != null && !DeviceShorthand.isAddress(description)) {
            return add(OptionString.parse(description, level.options()));
        }
        DeviceShorthand address = DeviceShorthand.parse(description, level.options());
        String existing = address.existingId();
        return existing != null ? table.existing(existing) : add(address.options(id == null ? freeLabel() : id));
    }

    private String freeLabel() {
        String label;
        do {
            label = "device" + labels.getAndIncrement();
        } while (table.find(label) != null);
        return label;
    }

    /**
     * Opens a device as {@code -chardev} does.
     *
     * @param options the argument, checked against {@link OptionTable#CHARDEV}
     * @return the device
     * @throws ChardevException with QEMU's text ({@code chardev-error-chardev})
     */
    public Chardev add(OptionString options) {
        String id = options.id();
        if (id == null) {
            return opener.open(ChardevOptions.of(options), ChardevRegistry::duplicate);
        }
        table.reserve(id, ChardevRegistry::duplicate);
        try {
            return opener.open(ChardevOptions.of(options), ChardevRegistry::duplicate);
        } finally {
            table.release(id);
        }
    }

    /**
     * Opens a device as a command does.
     *
     * @param options its description
     * @return the device
     * @throws ChardevException {@code Chardev with id 'ID' already exists}, or {@code Failed to add chardev 'ID': } and what
     *     the back end says
     */
    public Chardev add(ChardevOptions options) {
        String id = options.id();
        table.reserve(id, DeviceOpener::taken);
        try {
            OptionString.checkId(id);
            return opener.open(options, DeviceOpener::taken);
        } catch (ChardevException e) {
            throw DeviceOpener.failedToAdd(id, e);
        } finally {
            table.release(id);
        }
    }

    /**
     * Exchanges a device for another one of the same id, as {@code chardev-change} does. The new one is opened first; if that
     * fails, the old one stays.
     *
     * @param options the description of the new one
     * @return completed with the new device when its front end uses it
     * @throws ChardevException {@code Chardev 'ID' does not exist}, {@code For mux or hub device hotswap is not supported yet}, {@code
     *     Chardev user does not support chardev hotswap}, what the back end says; the stage fails with {@code Chardev 'ID'
     *     change failed}
     */
    public CompletionStage<Chardev> change(ChardevOptions options) {
        String id = options.id();
        Device old = table.reserveExisting(id);
        CompletionStage<Chardev> changed;
        try {
            changed = exchange.run(old, options);
        } catch (RuntimeException | Error e) {
            table.release(id);
            throw e;
        }
        return changed.whenComplete((next, failure) -> table.release(id));
    }

    /** Begins the program's start: multiplexers opened from now on stay closed until {@link #completeStart}. */
    public void beginStart() {
        starting = true;
    }

    /** Ends the program's start: multiplexers open. */
    public void completeStart() {
        starting = false;
        table.all().forEach(Device::startCompleted);
    }

    /**
     * Finds a device.
     *
     * @param id its id
     * @return the device, if there is one
     */
    public Optional<Chardev> find(String id) {
        return Optional.ofNullable(table.find(id));
    }

    /**
     * Removes and closes a device without a front end.
     *
     * @param id its id
     * @return completed when it is closed
     * @throws ChardevException {@code Chardev 'ID' not found} or {@code Chardev 'ID' is busy}
     */
    public CompletionStage<Void> remove(String id) {
        return table.removeUnused(id).closeAsync();
    }

    /**
     * Raises a break.
     *
     * @param id the device's id
     * @throws ChardevException {@code Chardev 'ID' not found}
     */
    public void sendBreak(String id) {
        table.existing(id).sendBreak();
    }

    /**
     * Cuts a device's connection.
     *
     * @param id the device's id
     * @return false if there is no device of that id that can be cut
     */
    public boolean yank(String id) {
        return find(id).map(Chardev::yank).orElse(false);
    }

    /**
     * Finds a ring buffer.
     *
     * @param id its id
     * @return the buffer
     * @throws ChardevException {@code Device 'ID' not found} or {@code ID is not a ringbuf device}
     */
    public RingBuffer ringBuffer(String id) {
        Device device = table.find(id);
        if (device == null) {
            throw new ChardevException("Device '" + id + "' not found");
        }
        return device.ringBuffer().orElseThrow(() -> new ChardevException(id + " is not a ringbuf device"));
    }

    /**
     * All devices.
     *
     * @return the devices in the order of their creation
     */
    public List<Chardev> list() {
        return List.copyOf(table.all());
    }

    /**
     * Says which release of QEMU the devices are like.
     *
     * @return the release
     */
    public DeviceLevel level() {
        return level;
    }

    /**
     * The names of all types, aliases included.
     *
     * @return the names
     */
    public List<String> backendNames() {
        return backends.names().stream().filter(level::knows).toList();
    }

    /**
     * The context of the devices.
     *
     * @return the context
     */
    public ChardevContext context() {
        return context;
    }

    /**
     * Closes all devices; waits unless the caller is a loop's thread. A failure of one is reported, and does not keep the others
     * from being closed. No device can be added afterwards.
     */
    @Override
    public void close() {
        List<Device> now = table.removeAll();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Device device : now) {
            ends.add(device.closeAsync().toCompletableFuture().exceptionally(failure -> null));
        }
        if (EventLoop.current() == null) {
            now.forEach(Device::awaitLoop);
            ends.forEach(CompletableFuture::join);
        }
    }

    /**
     * Removes what the devices have in the file system, for a process that ends while one of their threads is blocked; also that
     * of devices that are still being closed. Does not wait for their loops; the devices cannot be used afterwards. Any thread.
     */
    public void removeFiles() {
        table.allWithClosing().forEach(Device::removeFiles);
    }

    private static ChardevException duplicate(String id) {
        return new ChardevException("Duplicate ID '" + id + "' for chardev");
    }
}
