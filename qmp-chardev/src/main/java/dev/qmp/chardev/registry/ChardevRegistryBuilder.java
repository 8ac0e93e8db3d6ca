package dev.qmp.chardev.registry;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.DeviceLevel;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Configures a {@link ChardevRegistry}. Thread: confined to its user. */
public final class ChardevRegistryBuilder {
    private final EventLoop mainLoop;
    private final Map<Class<?>, Object> services = new HashMap<>();
    private final List<Supplier<Iterable<ChardevBackend>>> more = new ArrayList<>();
    private final List<ChardevBackend> given = new ArrayList<>();
    private Executor helpers = HelperThreads.refusing(HelperThreads.BLOCKING);
    private Executor computing = HelperThreads.refusing(HelperThreads.COMPUTING);
    private DeviceLevel level = DeviceLevel.V10_0;
    private Consumer<String> notices = line -> log().log(System.Logger.Level.INFO, line);

    ChardevRegistryBuilder(EventLoop mainLoop) {
        this.mainLoop = mainLoop;
    }

    /**
     * Sets the threads for blocking work; by default daemon threads made when needed.
     *
     * @param helpers the threads
     * @return this
     */
    public ChardevRegistryBuilder helpers(Executor helpers) {
        this.helpers = HelperThreads.refusing(helpers);
        return this;
    }

    /**
     * Sets the threads for computations; by default daemon threads made when needed, as many as there are processors.
     *
     * @param computing the threads
     * @return this
     */
    public ChardevRegistryBuilder computing(Executor computing) {
        this.computing = HelperThreads.refusing(computing);
        return this;
    }

    /**
     * Sets where lines for the operator go; by default they are logged.
     *
     * @param notices prints the lines
     * @return this
     */
    public ChardevRegistryBuilder notices(Consumer<String> notices) {
        this.notices = notices;
        return this;
    }

    /**
     * Sets which release of QEMU the devices are like; by default the newest that is known.
     *
     * @param level the release
     * @return this
     */
    public ChardevRegistryBuilder level(DeviceLevel level) {
        this.level = level;
        return this;
    }

    DeviceLevel level() {
        return level;
    }

    /**
     * Supplies a service object to back ends.
     *
     * @param <T> its type
     * @param type its type
     * @param service the object
     * @return this
     */
    public <T> ChardevRegistryBuilder service(Class<T> type, T service) {
        services.put(type, service);
        return this;
    }

    /**
     * Also finds the back ends of a layer of modules.
     *
     * @param layer the layer, with its parents
     * @return this
     */
    public ChardevRegistryBuilder backendsOf(ModuleLayer layer) {
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
    public ChardevRegistryBuilder backendsOf(ClassLoader loader) {
        more.add(() -> ServiceLoader.load(ChardevBackend.class, loader));
        return this;
    }

    /**
     * Adds a back end to those that {@link #load} finds.
     *
     * @param backend the type
     * @return this
     */
    public ChardevRegistryBuilder backend(ChardevBackend backend) {
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
        return new ChardevRegistry(this, new BackendTable(() -> backends));
    }

    /**
     * Makes a registry of the back ends that {@link ServiceLoader} finds, when the first one is asked for.
     *
     * @return the registry
     */
    public ChardevRegistry load() {
        return new ChardevRegistry(this, new BackendTable(this::find));
    }

    ChardevContext context(Function<String, Optional<Chardev>> finder, BooleanSupplier starting) {
        return new RegistryContext(
                mainLoop, helpers, computing, notices, finder, starting, level, Map.copyOf(services));
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

    private static System.Logger log() {
        return Logs.of(ChardevContext.class);
    }
}
