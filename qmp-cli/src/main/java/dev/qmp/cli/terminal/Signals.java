package dev.qmp.cli.terminal;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Handles signals. The JDK's class for that is not an API, so it is used by reflection, and signals keep their default effect if it is
 * absent.
 *
 * <p>Thread: stateless.
 */
public final class Signals {
    /** The signals that end a process, with their numbers. */
    public static final Map<String, Integer> ENDING = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private Signals() {}

    /**
     * Runs an action, in a new thread, whenever a signal arrives.
     *
     * @param name the signal, such as {@code CONT}
     * @param action the action
     */
    public static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "SIG" + name;
                };
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, calls);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.getLogger(Signals.class.getName()).log(Level.DEBUG, () -> "SIG" + name + " cannot be handled", e);
        }
    }
}
