package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Makes requests, JSON values and garbage; the same ones for the same seed. */
final class MessageGenerator {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "0.5",
        "-0.0",
        "1e3",
        "1E-5",
        "0.1",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "1e-400",
        "5e-324",
        "123456789012345678901234567890",
        "3.141592653589793",
        "0e5",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e+",
        "0x10"
    };
    private static final String[] STRINGS = {
        "\"\"",
        "'single'",
        "\"a\\\"b\"",
        "\"\\u00e9\\u20AC\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\\ud83d\"",
        "\"\\u0000\"",
        "\"é€😀\"",
        "\"\\/\\b\\f\\n\\r\\t\"",
        "\"\\a\"",
        "'\\''",
        "\"\\u12\"",
        "\"\\uFFFF\"",
        "\"\\uFDD0\"",
        "\"tab\there\"",
        "\"%s %%\"",
        "\"\u007f\"",
        "\"\\x41\"",
        "'mixed \" quotes'"
    };
    private static final String[] WORDS = {"true", "false", "null", "nul", "True", "truefalse", "nan", "foo", "null1"};
    private static final String[] COMMANDS = {
        "query-name",
        "query-name",
        "query-name",
        "query-version",
        "query-status",
        "stop",
        "cont",
        "nosuch",
        "",
        "qmp_capabilities"
    };
    private static final String[] KEYS = {"id", "a", "b", "foo", "extra", "aaa", "aab", "é", "", "execute", "control"};

    private final Random random;

    MessageGenerator(long seed) {
        random = new Random(seed);
    }

    /** One message, or what is left of one after mutation. */
    byte[] next() {
        byte[] message = (random.nextInt(4) == 0 ? value(0) : request()).getBytes(UTF_8);
        int mutations = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < mutations && message.length > 0; i++) {
            message = mutated(message);
        }
        return message;
    }

    private String request() {
        StringBuilder request = new StringBuilder("{");
        String separator = "";
        String[] members = {
            (random.nextInt(12) == 0 ? "'exec-oob'" : "\"execute\"") + ": "
                    + (random.nextInt(10) == 0 ? value(2) : '"' + pick(COMMANDS) + '"'),
            random.nextInt(4) == 0 ? "\"arguments\": " + (random.nextInt(2) == 0 ? "{}" : arguments()) : "",
            random.nextInt(5) > 0 ? "\"id\":" + value(0) : "",
            random.nextInt(8) == 0 ? '"' + pick(KEYS) + "\" : " + value(2) : ""
        };
        int shift = random.nextInt(members.length);
        for (int i = 0; i < members.length; i++) {
            String member = members[(i + shift) % members.length];
            if (!member.isEmpty()) {
                request.append(separator).append(member);
                separator = random.nextBoolean() ? "," : " ,\n ";
            }
        }
        return request.append('}').toString();
    }

    private String arguments() {
        return switch (random.nextInt(4)) {
            case 0 -> "{\"x\":" + value(2) + "}";
            case 1 -> "{\"enable\":[\"oob\"]}";
            case 2 -> "{\"enable\":" + value(1) + "}";
            default -> value(1);
        };
    }

    private String value(int depth) {
        int kind = random.nextInt(depth > 4 ? 3 : 6);
        return switch (kind) {
            case 0 -> pick(NUMBERS) + (depth == 0 ? " " : "");
            case 1 -> pick(STRINGS);
            case 2 -> pick(WORDS) + (depth == 0 ? " " : "");
            case 3 -> list(depth);
            default -> object(depth);
        };
    }

    private String list(int depth) {
        StringBuilder list = new StringBuilder("[");
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            list.append(i == 0 ? "" : ", ").append(value(depth + 1));
        }
        return list.append(']').toString();
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder("{");
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            object.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(pick(KEYS))
                    .append("\":")
                    .append(value(depth + 1));
        }
        return object.append('}').toString();
    }

    private byte[] mutated(byte[] message) {
        int at = random.nextInt(message.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(message, 0, at);
        switch (random.nextInt(4)) {
            case 0 -> out.write(message, at + 1, message.length - at - 1);
            case 1 -> {
                out.write(random.nextInt(256));
                out.write(message, at, message.length - at);
            }
            case 2 -> {
                out.write(random.nextInt(256));
                out.write(message, at + 1, message.length - at - 1);
            }
            default -> {
                out.write("{}[]:,'\"\\ \u0001".charAt(random.nextInt(11)));
                out.write(message, at, message.length - at);
            }
        }
        return out.toByteArray();
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
