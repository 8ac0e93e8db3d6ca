package dev.qmp.chardev;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.ChardevContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Collects the parts of a {@link ChardevContext}.
 *
 * <p>Thread: confined to its user; what it builds is immutable.
 */
final class ContextBuilder {

    private final EventLoop mainLoop;
    private final Map<Class<?>, Object> services = new HashMap<>();
    private Executor helpers = HelperThreads.refusing(HelperThreads.blocking());
    private Executor computing = HelperThreads.refusing(HelperThreads.computing());
    private Consumer<String> notices = line -> log().log(System.Logger.Level.INFO, line);

    ContextBuilder(EventLoop mainLoop) {
        this.mainLoop = mainLoop;
    }

    void helpers(Executor executor) {
        helpers = HelperThreads.refusing(executor);
    }

    void computing(Executor executor) {
        computing = HelperThreads.refusing(executor);
    }

    void notices(Consumer<String> printer) {
        notices = printer;
    }

    void service(Class<?> type, Object service) {
        services.put(type, service);
    }

    ChardevContext build(Function<String, Optional<Chardev>> finder, BooleanSupplier starting) {
        return new Context(mainLoop, helpers, computing, notices, finder, starting, Map.copyOf(services));
    }

    private record Context(
            EventLoop mainLoop,
            Executor helpers,
            Executor computing,
            Consumer<String> notices,
            Function<String, Optional<Chardev>> finder,
            BooleanSupplier starting,
            Map<Class<?>, Object> services)
            implements ChardevContext {

        @Override
        public Optional<Chardev> find(String id) {
            return finder.apply(id);
        }

        @Override
        public boolean isStarting() {
            return starting.getAsBoolean();
        }

        @Override
        public <T> Optional<T> service(Class<T> type) {
            return Optional.ofNullable(services.get(type)).map(type::cast);
        }
    }

    /** The logger; made when there is something to say, because making it costs milliseconds at the start. */
    private static System.Logger log() {
        return System.getLogger(ChardevContext.class.getName());
    }
}
