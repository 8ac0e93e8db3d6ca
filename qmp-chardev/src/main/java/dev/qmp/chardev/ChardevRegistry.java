package dev.qmp.chardev;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All devices of a program by their ids, and the types that can be opened.
 *
 * <p>An id is reserved while its device is being opened or exchanged, so that two threads never make devices of one id.
 *
 * <p>Thread: any; the tables are guarded by the registry's lock, which is never held while a device is opened or closed.
 */
public final class ChardevRegistry implements AutoCloseable {
    // Guarded by devices.
    private final Map<String, Chardev> devices = new LinkedHashMap<>();
    private final Set<String> reserved = new HashSet<>();
    private boolean closed;
    private List<Chardev> closing = List.of();

    private final ChardevContext context;
    private final BackendTable backends;
    private volatile boolean starting;

    private ChardevRegistry(BackendTable backends, ContextBuilder settings) {
        this.backends = backends;
        this.context = settings.build(this::find, () -> starting);
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
    public static Builder builder(EventLoop mainLoop) {
        return new Builder(mainLoop);
    }

    /**
     * Opens a device as {@code -chardev} does.
     *
     * @param options the argument, checked against {@link OptionTable#CHARDEV}
     * @return the device
     * @throws ChardevException with the reference's text
     */
    public Chardev add(OptionString options) {
        String id = options.id();
        if (id == null) {
            return open(ChardevOptions.of(options), ChardevRegistry::duplicate);
        }
        reserve(id, ChardevRegistry::duplicate);
        try {
            return open(ChardevOptions.of(options), ChardevRegistry::duplicate);
        } finally {
            release(id);
        }
    }

    /**
     * Opens a device as a command does.
     *
     * @param options what it is to be
     * @return the device
     * @throws ChardevException {@code Chardev with id 'ID' already exists}, or {@code Failed to add chardev 'ID': } and what
     *     the back end says
     */
    public Chardev add(ChardevOptions options) {
        String id = options.id();
        reserve(id, ChardevRegistry::taken);
        try {
            OptionString.checkId(id);
            return open(options, ChardevRegistry::taken);
        } catch (ChardevException e) {
            throw failedToAdd(id, e);
        } finally {
            release(id);
        }
    }

    /**
     * Exchanges a device for another one of the same id, as {@code chardev-change} does. The new one is opened first; if that
     * fails, the old one stays.
     *
     * @param options what the new one is to be
     * @return the new device, when its front end works with it
     * @throws ChardevException {@code Chardev 'ID' does not exist}, {@code Mux device hotswap not supported yet}, {@code
     *     Chardev user does not support chardev hotswap}, what the back end says; the stage fails with {@code Chardev 'ID'
     *     change failed}
     */
    public CompletionStage<Chardev> change(ChardevOptions options) {
        String id = options.id();
        Chardev old;
        synchronized (devices) {
            old = devices.get(id);
            if (old == null) {
                throw new ChardevException("Chardev '" + id + "' does not exist");
            }
            if (!reserved.add(id)) {
                throw busy(id);
            }
        }
        CompletionStage<Chardev> changed;
        try {
            changed = change(old, options);
        } catch (RuntimeException | Error e) {
            release(id);
            throw e;
        }
        return changed.whenComplete((next, failure) -> release(id));
    }

    private CompletionStage<Chardev> change(Chardev old, ChardevOptions options) {
        String id = options.id();
        CharFrontend nobody = new CharFrontend(old);
        boolean toMux = options.type().equals("mux");
        if (old.type().equals("mux") || (toMux && old.isBusy())) {
            throw new ChardevException("Mux device hotswap not supported yet");
        }
        if (old.frontend().take(nobody)) {
            return replaceUnused(old, nobody, options);
        }
        CharFrontend user = old.frontend().user();
        CharHandlers handlers = user == null ? null : user.handlers();
        if (user == null || handlers == null || !handlers.supportsBackendChange()) {
            throw new ChardevException("Chardev user does not support chardev hotswap");
        }
        Chardev next = create(options);
        return new HotSwap(user, handlers, old, next).run().thenApply(done -> {
            publish(id, next);
            return next;
        });
    }

    private CompletionStage<Chardev> replaceUnused(Chardev old, CharFrontend nobody, ChardevOptions options) {
        String id = options.id();
        try {
            if (options.type().equals("mux") && id.equals(options.string("chardev", null))) {
                throw new ChardevException("mux: base chardev " + id + " not found");
            }
            Chardev next = open(options, ChardevRegistry::taken);
            return old.closeAsync().handle((closed, failure) -> next); // a failure has been reported
        } catch (ChardevException e) {
            old.frontend().release(nobody);
            throw failedToAdd(id, e);
        } catch (RuntimeException | Error e) {
            old.frontend().release(nobody);
            throw e;
        }
    }

    /** Says that devices opened from now on belong to the program's start: multiplexers stay closed for the time being. */
    public void beginStart() {
        starting = true;
    }

    /** Says that the start is over: multiplexers open. */
    public void completeStart() {
        starting = false;
        list().forEach(Chardev::startCompleted);
    }

    /**
     * Finds a device.
     *
     * @param id its id
     * @return the device, if there is one
     */
    public Optional<Chardev> find(String id) {
        synchronized (devices) {
            return Optional.ofNullable(devices.get(id));
        }
    }

    /**
     * Removes and closes a device that nobody uses.
     *
     * @param id its id
     * @return completed when it is closed
     * @throws ChardevException {@code Chardev 'ID' not found} or {@code Chardev 'ID' is busy}
     */
    public CompletionStage<Void> remove(String id) {
        Chardev device;
        synchronized (devices) {
            device = existing(id);
            if (reserved.contains(id) || device.isBusy() || !device.frontend().take(new CharFrontend(device))) {
                throw busy(id);
            }
            devices.remove(id);
        }
        return device.closeAsync();
    }

    /**
     * Raises a break.
     *
     * @param id the device's id
     * @throws ChardevException {@code Chardev 'ID' not found}
     */
    public void sendBreak(String id) {
        Chardev device;
        synchronized (devices) {
            device = existing(id);
        }
        device.sendBreak();
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
        Chardev device = find(id).orElseThrow(() -> new ChardevException("Device '" + id + "' not found"));
        if (device instanceof RingBuffer buffer) {
            return buffer;
        }
        throw new ChardevException(id + " is not a ringbuf device");
    }

    /**
     * All devices.
     *
     * @return the devices in the order of their creation
     */
    public List<Chardev> list() {
        synchronized (devices) {
            return new ArrayList<>(devices.values());
        }
    }

    /**
     * The names of all types, aliases included.
     *
     * @return the names
     */
    public List<String> backendNames() {
        return backends.names();
    }

    /**
     * Where the devices live.
     *
     * @return the context
     */
    public ChardevContext context() {
        return context;
    }

    /**
     * Closes all devices; waits unless the caller is a loop's thread. What goes wrong with one is reported, and stops neither
     * this nor the others. No device can be added afterwards.
     */
    @Override
    public void close() {
        List<Chardev> now;
        synchronized (devices) {
            closed = true;
            now = new ArrayList<>(devices.values());
            devices.clear();
            closing = now;
        }
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Chardev device : now) {
            ends.add(device.closeAsync().toCompletableFuture().exceptionally(failure -> null));
        }
        if (EventLoop.current() == null) {
            now.forEach(Chardev::awaitLoop);
            ends.forEach(CompletableFuture::join);
        }
    }

    /**
     * Removes what the devices have in the file system, for a process that ends while a thread of theirs is kept: of devices
     * whose closing is not over, too. Does not wait for their loops; they can be used by nobody afterwards. Any thread.
     */
    public void removeFiles() {
        List<Chardev> all;
        synchronized (devices) {
            all = new ArrayList<>(devices.values());
            all.addAll(closing);
        }
        all.forEach(Chardev::removeFiles);
    }

    private Chardev existing(String id) {
        Chardev device = devices.get(id);
        if (device == null) {
            throw new ChardevException("Chardev '" + id + "' not found");
        }
        return device;
    }

    private static ChardevException duplicate(String id) {
        return new ChardevException("Duplicate ID '" + id + "' for chardev");
    }

    private static ChardevException taken(String id) {
        return new ChardevException("Chardev with id '" + id + "' already exists");
    }

    private static ChardevException busy(String id) {
        return new ChardevException("Chardev '" + id + "' is busy");
    }

    private static ChardevException failedToAdd(String id, ChardevException cause) {
        return new ChardevException("Failed to add chardev '" + id + "': " + cause.getMessage(), cause.hints());
    }

    /** Opens a device whose id is reserved. */
    private Chardev open(ChardevOptions options, Function<String, ChardevException> clash) {
        String id = options.id();
        if (!options.bool("mux", false) || options.type().equals("mux")) {
            return publish(id, create(options));
        }
        String base = id + "-base";
        reserve(base, clash);
        try {
            Chardev below = publish(base, create(options.as(base, options.type())));
            try {
                OptionString over = OptionString.of("id", id, "backend", "mux", "chardev", base);
                return publish(id, create(new ChardevOptions(id, "mux", over, options.origin())));
            } catch (RuntimeException | Error e) {
                withdraw(base, below);
                throw e;
            }
        } finally {
            release(base);
        }
    }

    private void reserve(String id, Function<String, ChardevException> clash) {
        synchronized (devices) {
            if (devices.containsKey(id) || !reserved.add(id)) {
                throw clash.apply(id);
            }
        }
    }

    private void release(String id) {
        synchronized (devices) {
            reserved.remove(id);
        }
    }

    private Chardev publish(String id, Chardev device) {
        synchronized (devices) {
            if (!closed) {
                devices.put(id, device);
                return device;
            }
        }
        device.closeAsync();
        throw new ChardevException("all devices are closed");
    }

    private void withdraw(String id, Chardev device) {
        synchronized (devices) {
            devices.remove(id, device);
        }
        device.closeAsync();
    }

    private Chardev create(ChardevOptions options) {
        ChardevBackend backend = backends.find(options.type());
        if (backend == null) {
            throw new ChardevException("'" + options.type() + "' is not a valid char driver name");
        }
        LogFile log = LogFile.open(options);
        try {
            Chardev device = backend.open(options, context);
            if (log != null) {
                device.recordTo(log);
            }
            return device;
        } catch (RuntimeException | Error e) {
            if (log != null) {
                log.close();
            }
            throw e;
        }
    }

    /** Collects what a registry needs. Thread: confined to its user. */
    public static final class Builder {
        private final ContextBuilder settings;
        private final List<Supplier<Iterable<ChardevBackend>>> more = new ArrayList<>();
        private final List<ChardevBackend> given = new ArrayList<>();

        Builder(EventLoop mainLoop) {
            settings = new ContextBuilder(mainLoop);
        }

        /**
         * Gives the threads for what blocks; by default daemon threads made when needed.
         *
         * @param helpers the threads
         * @return this
         */
        public Builder helpers(Executor helpers) {
            settings.helpers(helpers);
            return this;
        }

        /**
         * Gives the threads for what computes; by default daemon threads made when needed, as many as there are processors.
         *
         * @param computing the threads
         * @return this
         */
        public Builder computing(Executor computing) {
            settings.computing(computing);
            return this;
        }

        /**
         * Says who prints lines for the operator; by default they are logged.
         *
         * @param notices who prints them
         * @return this
         */
        public Builder notices(Consumer<String> notices) {
            settings.notices(notices);
            return this;
        }

        /**
         * Gives a service object for back ends.
         *
         * @param <T> its type
         * @param type its type
         * @param service the object
         * @return this
         */
        public <T> Builder service(Class<T> type, T service) {
            settings.service(type, service);
            return this;
        }

        /**
         * Also finds the back ends of a layer of modules.
         *
         * @param layer the layer, with its parents
         * @return this
         */
        public Builder backendsOf(ModuleLayer layer) {
            more.add(() -> ServiceLoader.load(layer, ChardevBackend.class));
            return this;
        }

        /**
         * Also finds the back ends that a class loader leads to: those of the class path, declared under {@code
         * META-INF/services}, and those of the loader's modules.
         *
         * @param loader the loader, with its parents
         * @return this
         */
        public Builder backendsOf(ClassLoader loader) {
            more.add(() -> ServiceLoader.load(ChardevBackend.class, loader));
            return this;
        }

        /**
         * Adds a back end to those that {@link #load} finds.
         *
         * @param backend the type
         * @return this
         */
        public Builder backend(ChardevBackend backend) {
            given.add(backend);
            return this;
        }

        /**
         * Makes a registry of given back ends.
         *
         * @param backends the types that can be opened
         * @return the registry
         */
        public ChardevRegistry build(List<ChardevBackend> backends) {
            return new ChardevRegistry(new BackendTable(() -> backends), settings);
        }

        /**
         * Makes a registry of the back ends that {@link ServiceLoader} finds, when the first one is asked for.
         *
         * @return the registry
         */
        public ChardevRegistry load() {
            return new ChardevRegistry(new BackendTable(this::find), settings);
        }

        private List<ChardevBackend> find() {
            List<ChardevBackend> found = new ArrayList<>();
            add(ServiceLoader.load(ChardevBackend.class, ChardevBackend.class.getClassLoader()), found);
            for (Supplier<Iterable<ChardevBackend>> place : more) {
                add(place.get(), found);
            }
            found.addAll(given);
            return found;
        }

        private static void add(Iterable<ChardevBackend> loader, List<ChardevBackend> found) {
            for (ChardevBackend backend : loader) {
                if (found.stream().noneMatch(known -> known.getClass().equals(backend.getClass()))) {
                    found.add(backend);
                }
            }
        }
    }
}
