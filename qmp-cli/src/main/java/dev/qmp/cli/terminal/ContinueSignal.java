package dev.qmp.cli.terminal;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * The signal that a stopped process gets when it goes on. The JDK has signals in a class that is no API: by reflection, and
 * without it if it is not there.
 *
 * <p>Thread: stateless.
 */
final class ContinueSignal {
    private ContinueSignal() {}

    /** Calls an action, in a thread of the JDK, at each such signal. */
    static void handle(Runnable action) {
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
                    default -> "SIGCONT";
                };
            };
            Object proxy =
                    Proxy.newProxyInstance(ContinueSignal.class.getClassLoader(), new Class<?>[] {handler}, calls);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("CONT"), proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.getLogger(ContinueSignal.class.getName()).log(Level.DEBUG, "no signal SIGCONT", e);
        }
    }
}
