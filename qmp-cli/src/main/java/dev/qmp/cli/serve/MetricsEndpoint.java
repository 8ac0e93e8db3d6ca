package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.metrics.Metrics;
import dev.qmp.monitor.metrics.PrometheusText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code --metrics}: figures over HTTP, as Prometheus reads them. Web pages cannot read them: a request with an origin is
 * refused, and one whose {@code Host} is a name that is not ours.
 *
 * <p>Thread: safe for use by any thread; threads of its own answer.
 */
final class MetricsEndpoint implements AutoCloseable {
    private static final int THREADS = 2;
    private static final String LOOPBACK = "localhost";
    private static final String PATH = "/metrics";

    private final Map<String, Metrics> servers = new ConcurrentHashMap<>();
    private final String host;
    private final HttpServer server;
    private final ExecutorService threads;

    private MetricsEndpoint(String host, HttpServer server) {
        this.host = host;
        this.server = server;
        threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "qmp-metrics");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens.
     *
     * @param argument {@code PORT} of this machine alone, or {@code HOST:PORT}
     * @throws UsageException if it is neither
     * @throws FailedException if it is not possible
     */
    static MetricsEndpoint open(String argument) {
        int colon = argument.lastIndexOf(':');
        String host = colon < 0 ? LOOPBACK : argument.substring(0, colon).replaceAll("^\\[(.*)\\]$", "$1");
        String port = argument.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535 || host.isEmpty()) {
            throw new UsageException("--metrics: '" + argument + "' is not PORT or HOST:PORT");
        }
        // A client that sends its request slowly, or does not read, keeps one of few threads.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        try {
            InetAddress address = InetAddress.getByName(host);
            HttpServer server = HttpServer.create(new InetSocketAddress(address, Integer.parseInt(port)), 0);
            MetricsEndpoint made = new MetricsEndpoint(host, server);
            server.setExecutor(made.threads);
            server.createContext("/", made::answer);
            server.start();
            return made;
        } catch (UnknownHostException e) {
            throw new FailedException("--metrics " + argument + ": there is no such host");
        } catch (IOException e) {
            throw new FailedException("--metrics " + argument + ": " + IoErrors.reason(e));
        }
    }

    /** Returns where it listens. */
    String address() {
        InetSocketAddress bound = server.getAddress();
        String number = bound.getAddress().getHostAddress();
        return "http://" + (number.indexOf(':') < 0 ? number : "[" + number + "]") + ":" + bound.getPort() + PATH;
    }

    /** Adds a server's figures; the name is empty for the only one. */
    Metrics add(String name) {
        return servers.computeIfAbsent(name, key -> new Metrics());
    }

    /** Forgets a server that has gone. */
    void remove(String name) {
        servers.remove(name);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (exchange.getRequestHeaders().containsKey("Origin")
                    || !isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
                send(exchange, 403, "not for web pages\n");
            } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
                send(exchange, 404, "only " + PATH + "\n");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, "only GET\n");
            } else {
                send(exchange, 200, PrometheusText.of(servers));
            }
        }
    }

    /** Names that are not ours may have been led to us by a web page; numbers cannot. */
    private boolean isOurs(@Nullable String header) {
        if (header == null) {
            return false;
        }
        String name = header.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        return name.matches("[0-9.]+|\\[[0-9a-f:.]+\\]")
                || name.equals(LOOPBACK)
                || name.equals(host.toLowerCase(Locale.ROOT));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", PrometheusText.CONTENT_TYPE);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
