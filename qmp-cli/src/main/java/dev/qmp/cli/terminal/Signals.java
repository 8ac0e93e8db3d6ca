package dev.qmp.cli.terminal;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * What the process does on a signal. The JDK has signals in a class that is no API: by reflection, and without it if it is not
 * there.
 *
 * <p>Thread: stateless.
 */
public final class Signals {
    private Signals() {}

    /**
     * Calls an action, in a new thread of the JDK, at each signal of a kind.
     *
     * @param name the signal, such as {@code CONT}
     * @param action what to do
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
            System.getLogger(Signals.class.getName()).log(Level.DEBUG, () -> "no signal SIG" + name, e);
        }
    }
}
