package dev.qmp.chardev.internal.socket;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a web page may open a WebSocket. A browser names the page's origin; other clients do not, and are not concerned. A page
 * whose origin the option {@code origin} does not list is refused, and one that reaches this machine by a name that the page's author
 * chose (DNS rebinding), too. Specification: {@code chardev-websocket-origin}.
 *
 * <p>Thread: immutable.
 *
 * @param allowed the origins, such as {@code https://console.example}; {@code *} for any
 * @param name the name of this machine in the device's options
 */
record OriginCheck(List<String> allowed, String name) {
    /**
     * Returns why a request is refused, or null if it is not.
     *
     * @param origin the header {@code Origin}, if there is one
     * @param host the header {@code Host}
     */
    @Nullable
    String refusal(@Nullable String origin, String host) {
        if (origin == null || allowed.contains("*")) {
            return null;
        }
        if (allowed.stream().noneMatch(origin::equalsIgnoreCase)) {
            return "a page of origin '" + origin + "' may not connect: origin= does not allow it";
        }
        return isOurs(host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", ""))
                ? null
                : "a page of origin '" + origin + "' connects to host '" + host
                        + "', which is not a name of this machine";
    }

    private boolean isOurs(String host) {
        return host.equals("localhost")
                || host.equals(name.toLowerCase(Locale.ROOT))
                || host.matches("[0-9.]+|\\[[0-9a-f:.]+\\]")
                || allowed.stream()
                        .anyMatch(origin -> origin.toLowerCase(Locale.ROOT)
                                .replaceFirst("^[a-z]+://", "")
                                .replaceFirst(":[0-9]*$", "")
                                .equals(host));
    }
}
