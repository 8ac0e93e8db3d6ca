package dev.qmp.chardev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A certificate authority with a server's and a client's certificate, as PEM files made by keytool. Thread: the test's. */
public final class Certificates {
    private static final String PASSWORD = "changeit";

    private Certificates() {}

    /** Fills a directory with the files that credentials are read from. */
    static Path create(Path directory) throws Exception {
        Path store = directory.resolve("store.p12");
        keytool(store, "ca", "CN=Test CA", "-ext", "bc:c");
        keytool(store, "server", "CN=localhost", "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1");
        keytool(store, "client", "CN=client", "-signer", "ca");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        write(
                directory.resolve("ca-cert.pem"),
                "CERTIFICATE",
                keys.getCertificate("ca").getEncoded());
        for (String name : List.of("server", "client")) {
            write(
                    directory.resolve(name + "-cert.pem"),
                    "CERTIFICATE",
                    keys.getCertificate(name).getEncoded());
            write(
                    directory.resolve(name + "-key.pem"),
                    "PRIVATE KEY",
                    keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
        }
        return directory;
    }

    public static void write(Path file, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private static void keytool(Path store, String alias, String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30"));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed for " + alias);
        }
    }
}
