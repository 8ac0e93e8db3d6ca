package dev.qmp.monitor.client;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A key and its self-signed certificate, made by the JDK's keytool. Thread: confined to the test. */
final class TestKeys {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private final Path directory;
    private final String name;
    private final KeyStore store;

    private TestKeys(Path directory, String name, KeyStore store) {
        this.directory = directory;
        this.name = name;
        this.store = store;
    }

    static TestKeys make(Path directory, String name, String... algorithm) throws Exception {
        Path file = directory.resolve(name + ".p12");
        ProcessBuilder keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "key",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "3650");
        keytool.command().addAll(List.of(algorithm));
        Path log = directory.resolve(name + ".log");
        int status = keytool.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("keytool: " + Files.readString(log));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestKeys(directory, name, store);
    }

    static TestKeys rsa(Path directory, String name) throws Exception {
        return make(directory, name, "-keyalg", "RSA", "-keysize", "2048");
    }

    static TestKeys ec(Path directory, String name) throws Exception {
        return make(directory, name, "-keyalg", "EC", "-groupname", "secp256r1");
    }

    KeyStore store() {
        return store;
    }

    char[] password() {
        return PASSWORD.clone();
    }

    Path certificate() throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", store.getCertificate("key").getEncoded());
    }

    /** The key as PKCS #8. */
    Path key() throws IOException, GeneralSecurityException {
        return pem("PRIVATE KEY", store.getKey("key", PASSWORD).getEncoded());
    }

    /** The RSA key in its older form: what PKCS #8 has behind 26 bytes, for keys of this size. */
    Path pkcs1() throws IOException, GeneralSecurityException {
        byte[] wrapped = store.getKey("key", PASSWORD).getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(wrapped, 26, wrapped.length));
    }

    /** The EC key in its older form, with the curve's name. */
    Path sec1() throws IOException, GeneralSecurityException {
        BigInteger secret = ((ECPrivateKey) store.getKey("key", PASSWORD)).getS();
        ByteBuffer der = ByteBuffer.allocate(51)
                .put(HexFormat.of().parseHex("30310201010420"))
                .put(HexFormat.of().parseHex(String.format("%064x", secret)))
                .put(HexFormat.of().parseHex("A00A06082A8648CE3D030107"));
        return pem("EC PRIVATE KEY", der.array());
    }

    private Path pem(String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                directory.resolve(name + "." + label.replace(' ', '-') + ".pem"),
                "Bag Attributes\n    friendlyName: key\n-----BEGIN " + label + "-----\n" + body + "\n-----END " + label
                        + "-----\n",
                StandardCharsets.US_ASCII);
    }
}
