package dev.qmp.json.bench;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What is parsed and written. Every document is valid for all peers. */
final class Documents {
    private static final String[] WORDS = {
        "node",
        "block",
        "memory",
        "machine",
        "device",
        "virtio-net-pci",
        "migration",
        "throttle-group",
        "x-colo",
        "raw",
        "qcow2"
    };

    private Documents() {}

    /** Messages of a kind: requests of 85 bytes, an introspection reply of about 200 kB, a mix of 1 MB. */
    static List<byte[]> of(String name) {
        return switch (name) {
            case "requests" -> requests();
            case "introspection" -> List.of(introspection());
            case "mix" -> List.of(mix(true));
            case "mix without doubles" -> List.of(mix(false));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<byte[]> requests() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String word = WORDS[i % WORDS.length];
            String head = "{\"execute\":\"query-" + word + "\",\"arguments\":{\"flat\":true,\"device\":\"";
            String tail = "\"},\"id\":" + (1000 + i * 7) + "}";
            all.add(ascii(head + "d".repeat(85 - head.length() - tail.length()) + tail));
        }
        return all;
    }

    private static byte[] introspection() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            Path file = dir.resolve("shared/qemu/7.2/query-qmp-schema.json");
            if (Files.exists(file)) {
                try {
                    return ascii("{\"return\": " + JsonText.parse(Files.readAllBytes(file)) + "}");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return madeIntrospection();
    }

    /** The like of an introspection reply: short members, few distinct keys, many small objects. */
    private static byte[] madeIntrospection() {
        SplittableRandom random = new SplittableRandom(1);
        JsonArrayBuilder entities = JsonValues.array();
        for (int i = 0; i < 750; i++) {
            JsonArrayBuilder members = JsonValues.array();
            for (int m = random.nextInt(8); m >= 0; m--) {
                JsonObjectBuilder member =
                        JsonValues.object().add("name", word(random) + m).add("type", "" + random.nextInt(700));
                if (random.nextInt(3) == 0) {
                    member.addNull("default");
                }
                members.add(member);
            }
            entities.add(JsonValues.object()
                    .add("name", "" + i)
                    .add("members", members)
                    .add("meta-type", "object"));
        }
        return ascii("{\"return\": " + entities.build() + "}");
    }

    private static byte[] mix(boolean doubles) {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder text = new StringBuilder("{\"return\": [");
        String separator = "";
        while (text.length() < 1 << 20) {
            text.append(separator).append(JsonValues.toText(member(random, doubles)));
            separator = ", ";
        }
        byte[] escaped = ascii(text.append("]}").toString());
        // Some characters beyond ASCII as they are, some as escapes.
        return new String(escaped, StandardCharsets.US_ASCII)
                .replace("\\u00FC", "\u00FC")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonValue member(SplittableRandom random, boolean doubles) {
        JsonArrayBuilder numbers = JsonValues.array();
        for (int i = 0; i < 6; i++) {
            numbers.add(random.nextInt(100_000));
        }
        JsonObjectBuilder member = JsonValues.object()
                .add("id", random.nextInt(1_000_000))
                .add("name", word(random) + "-" + random.nextInt(1000))
                .add(
                        "description",
                        word(random) + " of the " + word(random) + ", as in " + word(random) + " and " + word(random))
                .add("address", random.nextLong(1L << 48))
                .add("offset", -random.nextLong(1L << 40))
                .add("active", random.nextBoolean())
                .addNull("parent")
                .add("numbers", numbers)
                .add(
                        "nested",
                        JsonValues.object()
                                .add(
                                        "a",
                                        JsonValues.object()
                                                .add(
                                                        "b",
                                                        JsonValues.array()
                                                                .add(JsonValues.object()
                                                                        .add("c", word(random))))));
        if (doubles) {
            member.add("load", random.nextDouble())
                    .add("ratio", random.nextInt(100_000) / 1000.0)
                    .add("scale", random.nextDouble() * 1e20);
        }
        if (random.nextInt(4) == 0) {
            member.add("title", "gr\u00FC\u00DFe \"" + word(random) + "\"\n");
        }
        return member.build();
    }

    private static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
