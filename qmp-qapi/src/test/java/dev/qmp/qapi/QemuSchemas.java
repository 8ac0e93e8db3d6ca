package dev.qmp.qapi;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.qapi.compiler.SchemaCompiler;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;

/** QEMU's own schemas, which are no part of this project: tests that need them are skipped where they are not at hand. */
final class QemuSchemas {
    /** The names that are true in the QEMU 7.2 whose introspection lies beside its schema. */
    static final Set<String> DEBIAN_7_2 = Set.of(
            "CONFIG_CURSES",
            "CONFIG_DBUS_DISPLAY",
            "CONFIG_FDT",
            "CONFIG_FUSE",
            "CONFIG_GBM",
            "CONFIG_GTK",
            "CONFIG_LIBPMEM",
            "CONFIG_LINUX",
            "CONFIG_LINUX_IO_URING",
            "CONFIG_OPENGL",
            "CONFIG_POSIX",
            "CONFIG_REPLICATION",
            "CONFIG_SDL",
            "CONFIG_SECRET_KEYRING",
            "CONFIG_SPICE",
            "CONFIG_SPICE_PROTOCOL",
            "CONFIG_TCG",
            "CONFIG_TPM",
            "CONFIG_VDUSE_BLK_EXPORT",
            "CONFIG_VHOST_CRYPTO",
            "CONFIG_VHOST_USER_BLK_SERVER",
            "CONFIG_VNC",
            "CONFIG_ZSTD",
            "HAVE_HOST_BLOCK_DEVICE",
            "HAVE_IPPROTO_MPTCP",
            "TARGET_I386");

    /** The same for QEMU 10.0. */
    static final Set<String> DEBIAN_10_0 = Set.of(
            "CONFIG_AUDIO_ALSA",
            "CONFIG_AUDIO_JACK",
            "CONFIG_AUDIO_OSS",
            "CONFIG_AUDIO_PA",
            "CONFIG_AUDIO_PIPEWIRE",
            "CONFIG_AUDIO_SDL",
            "CONFIG_BLKIO",
            "CONFIG_BLKIO_VHOST_VDPA_FD",
            "CONFIG_BRLAPI",
            "CONFIG_CURSES",
            "CONFIG_DBUS_DISPLAY",
            "CONFIG_EBPF",
            "CONFIG_FDT",
            "CONFIG_FUSE",
            "CONFIG_GTK",
            "CONFIG_LIBPMEM",
            "CONFIG_LINUX",
            "CONFIG_LINUX_IO_URING",
            "CONFIG_OPENGL",
            "CONFIG_PIXMAN",
            "CONFIG_POSIX",
            "CONFIG_REPLICATION",
            "CONFIG_SDL",
            "CONFIG_SECRET_KEYRING",
            "CONFIG_SPICE",
            "CONFIG_SPICE_PROTOCOL",
            "CONFIG_TCG",
            "CONFIG_TPM",
            "CONFIG_VDUSE_BLK_EXPORT",
            "CONFIG_VHOST_CRYPTO",
            "CONFIG_VHOST_USER_BLK_SERVER",
            "CONFIG_VNC",
            "CONFIG_ZSTD",
            "HAVE_CHARDEV_PARALLEL",
            "HAVE_CHARDEV_SERIAL",
            "HAVE_HOST_BLOCK_DEVICE",
            "HAVE_IPPROTO_MPTCP",
            "TARGET_I386");

    private QemuSchemas() {}

    /** Finds a file of a release; skips the test if there is none. */
    static Path find(String release, String file) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared/qemu").resolve(release).resolve(file);
            if (Files.exists(found)) {
                return found;
            }
        }
        assumeTrue(false, "QEMU's schemas (shared/qemu beside the project) are not at hand");
        throw new AssertionError();
    }

    static Schema load(String release, DocsMode docs) {
        Path root = find(release, "qapi/qapi-schema.json");
        return SchemaCompiler.create().withDocs(docs).compile(SchemaSource.file(root));
    }

    static JsonArray json(Path file) throws IOException {
        return (JsonArray) JsonText.parse(Files.readAllBytes(file));
    }

    /** Computes the check sum of a list printed with sorted keys, without white space. */
    static String checkSum(JsonArray list) {
        StringBuilder text = new StringBuilder();
        print(list, text);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void print(JsonValue value, StringBuilder out) {
        if (value instanceof JsonArray array) {
            String separator = "[";
            for (JsonValue element : array) {
                out.append(separator);
                print(element, out);
                separator = ",";
            }
            out.append(array.isEmpty() ? "[]" : "]");
        } else if (value instanceof JsonObject object) {
            String separator = "{";
            for (var entry : new TreeMap<>(object).entrySet()) {
                out.append(separator).append('"').append(entry.getKey()).append("\":");
                print(entry.getValue(), out);
                separator = ",";
            }
            out.append('}');
        } else if (value instanceof JsonString string) {
            out.append('"').append(string.getString()).append('"');
        } else {
            out.append(value);
        }
    }
}
