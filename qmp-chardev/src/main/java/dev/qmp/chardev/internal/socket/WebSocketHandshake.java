package dev.qmp.chardev.internal.socket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The answer to a WebSocket client's request. Specification: {@code chardev-websocket}.
 *
 * <p>Thread: immutable.
 *
 * @param accepted whether frames follow
 * @param response what to send
 * @param reason why not, or empty
 */
record WebSocketHandshake(boolean accepted, String response, String reason) {
    private static final int MAX_HEADERS = 32;
    private static final int KEY_LENGTH = 24;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    static WebSocketHandshake answer(String request, OriginCheck origins) {
        String[] lines = request.split("\r\n", -1);
        String[] start = lines[0].split(" ", -1);
        if (start.length != 3 || !start[0].equals("GET")) {
            return bad("not a GET request");
        }
        if (!start[1].equals("/")) {
            return new WebSocketHandshake(false, common("404 Not Found") + "Connection: close\r\n\r\n", "wrong path");
        }
        if (!start[2].equals("HTTP/1.1")) {
            return bad("wrong version of HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        if (lines.length - 1 > MAX_HEADERS) {
            return bad("too many headers");
        }
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return bad("malformed header");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            boolean again = headers.putIfAbsent(name, line.substring(colon + 1).strip()) != null;
            if (again && (name.equals("host") || name.equals("origin"))) {
                return bad("header " + name + " twice");
            }
        }
        String foreign = origins.refusal(headers.get("origin"), headers.getOrDefault("host", ""));
        return foreign != null
                ? new WebSocketHandshake(false, common("403 Forbidden") + "Connection: close\r\n\r\n", foreign)
                : answer(headers);
    }

    static String tooLarge() {
        return common("403 Request Entity Too Large") + "Connection: close\r\n\r\n";
    }

    private static WebSocketHandshake answer(Map<String, String> headers) {
        String protocol = headers.get("sec-websocket-protocol");
        String key = headers.getOrDefault("sec-websocket-key", "");
        if (protocol != null && !protocol.contains("binary")) {
            return bad("no protocol 'binary'");
        }
        if (!headers.getOrDefault("sec-websocket-version", "").equals("13")) {
            return bad("wrong version of the protocol");
        }
        if (key.length() != KEY_LENGTH) {
            return bad("wrong length of key");
        }
        if (!headers.containsKey("host")
                || !hasToken(headers.getOrDefault("connection", ""), "upgrade")
                || !headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket")) {
            return bad("not an upgrade to websocket");
        }
        return new WebSocketHandshake(
                true,
                common("101 Switching Protocols")
                        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept(key) + "\r\n"
                        + (protocol != null ? "Sec-WebSocket-Protocol: binary\r\n" : "") + "\r\n",
                "");
    }

    private static boolean hasToken(String list, String token) {
        return Arrays.stream(list.split(",", -1)).anyMatch(item -> item.strip().equalsIgnoreCase(token));
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static WebSocketHandshake bad(String reason) {
        return new WebSocketHandshake(
                false, common("400 Bad Request") + "Connection: close\r\nSec-WebSocket-Version: 13\r\n", reason);
    }

    private static String common(String status) {
        return "HTTP/1.1 " + status + "\r\nServer: QEMU VNC\r\nDate: " + DATE.format(ZonedDateTime.now(ZoneOffset.UTC))
                + "\r\n";
    }
}
