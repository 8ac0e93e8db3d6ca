package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A table of bad certificates: what this server refuses, of its clients and of itself, and that it refuses all that QEMU refuses, where
 * QEMU is installed.
 */
class TlsCertificatesIT {
    private static final String QEMU = "qemu-system-x86_64";

    /** The clients, and whether one that shows such a certificate is greeted. */
    private static final Map<String, Boolean> CLIENTS = new TreeMap<>(Map.of(
            "good-client", true,
            "aimless-client", true, // it does not say what it is for
            "expired-client", false,
            "early-client", false,
            "foreign-client", false,
            "revoked-client", false,
            "wrong-client", false,
            "small-client", false,
            "sha1-client", false,
            "unsigning-client", false));

    /** The server's own certificates, and what is said of them at the start; nothing of those that are good. */
    private static final Map<String, String> SERVERS = new TreeMap<>(Map.of(
            "good-server", "",
            "aimless-server", "",
            "elsewhere-server", "",
            "expired-server", "The server certificate %s has expired",
            "early-server", "The server certificate %s is not yet active",
            "wrong-server", "Certificate %s purpose does not allow use with a TLS server",
            "unsigning-server", "Certificate %s usage does not permit digital signature",
            "authority-server", "The certificate %s basic constraints show a CA, but we need one for a server",
            "foreign-server", "Our own certificate %s failed validation",
            "revoked-server", "Our own certificate %s has been revoked"));

    private static Path table;
    private static Path good;

    @BeforeAll
    static void make() throws Exception {
        assumeTrue(Programs.isInstalled("openssl"), "no openssl here, to make certificates with");
        table = QmpImage.shortDirectory();
        Path script = table.resolve("table.sh");
        try (var source = TlsCertificatesIT.class.getResourceAsStream("/tls/table.sh")) {
            Files.copy(source, script);
        }
        try (RunningQmp maker = RunningQmp.start(new ProcessBuilder("sh", script.toString(), table.toString()))) {
            assertThat(maker.status()).as(maker::stderr).isZero();
        }
        good = credentials("good-server");
    }

    /** A directory with the files that an end of TLS reads. */
    private static Path credentials(String name) throws IOException {
        Path directory = Files.createDirectories(table.resolve("credentials-" + name));
        String end = name.substring(name.indexOf('-') + 1);
        for (String file : List.of("ca-cert.pem", "ca-crl.pem")) {
            Files.copy(table.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        for (String part : List.of("cert", "key")) {
            Path target = directory.resolve(end + "-" + part + ".pem");
            Files.copy(table.resolve(name).resolve(part + ".pem"), target, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        }
        return directory;
    }

    private static List<String> server(Path directory, String more) {
        return List.of(
                "-object",
                "tls-creds-x509,id=t,endpoint=server,verify-peer=on,dir=" + directory + more,
                "-chardev",
                "socket,id=m,host=127.0.0.1,port=0,server=on,wait=off,tls-creds=t",
                "-mon",
                "chardev=m,mode=control");
    }

    private static RunningQmp ours(Path directory, String more) {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(server(directory, more));
        return RunningQmp.start(arguments.toArray(String[]::new));
    }

    /** QEMU, which says where it listens through a monitor on its standard streams. */
    private static RunningQmp qemu(Path directory) {
        List<String> arguments =
                new ArrayList<>(List.of(QEMU, "-M", "none", "-nodefaults", "-display", "none", "-qmp", "stdio"));
        arguments.addAll(server(directory, ""));
        return RunningQmp.start(new ProcessBuilder(arguments));
    }

    private static int ourPort(RunningQmp server) {
        server.awaitStderr("listening on tls:");
        return Integer.parseInt(server.stderr().replaceFirst("(?s).*tls:127.0.0.1:([0-9]+).*", "$1"));
    }

    private static int qemuPort(RunningQmp server) {
        server.input("{'execute':'qmp_capabilities'}{'execute':'query-chardev'}")
                .awaitStdout("tcp:127.0.0.1:");
        return Integer.parseInt(server.stdout().replaceFirst("(?s).*tcp:127.0.0.1:([0-9]+).*", "$1"));
    }

    /** Whether a client that shows a certificate is greeted. */
    private static boolean isGreeted(int port, String client) throws Exception {
        Process process = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + port,
                        "-quiet",
                        "-cipher",
                        "DEFAULT@SECLEVEL=0",
                        "-CAfile",
                        table.resolve("ca-cert.pem").toString(),
                        "-cert",
                        table.resolve(client).resolve("cert.pem").toString(),
                        "-key",
                        table.resolve(client).resolve("key.pem").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            byte[] first = process.getInputStream().readNBytes(6);
            return new String(first, UTF_8).equals("{\"QMP\"");
        } finally {
            process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void clientsWithBadCertificatesAreRefusedOnceEachWithPeerAndReason() throws Exception {
        try (RunningQmp server = ours(good, "")) {
            int port = ourPort(server);
            Map<String, Boolean> greeted = new TreeMap<>();
            for (String client : CLIENTS.keySet()) {
                greeted.put(client, isGreeted(port, client));
            }
            assertThat(greeted).isEqualTo(CLIENTS);
            server.awaitStderr("has been revoked");
            assertThat(server.stderr().lines().filter(line -> line.contains("CN=revoked-client")))
                    .hasSize(1)
                    .allMatch(line -> line.matches(".*peer 127\\.0\\.0\\.1:[0-9]+ refused: .*"));
        }
    }

    @Test
    void aCertificateThatDoesNotSayWhatItIsForCanBeRefused() throws Exception {
        try (RunningQmp server = ours(good, ",require-usage=on")) {
            int port = ourPort(server);
            assertThat(isGreeted(port, "aimless-client")).isFalse();
            assertThat(isGreeted(port, "good-client")).isTrue();
        }
    }

    @Test
    void whatQemuRefusesOfClientsIsRefusedHere() throws Exception {
        assumeTrue(Programs.isInstalled(QEMU), "no QEMU here to compare with");
        try (RunningQmp server = qemu(good)) {
            int port = qemuPort(server);
            List<String> laxer = new ArrayList<>();
            for (Map.Entry<String, Boolean> client : CLIENTS.entrySet()) {
                if (client.getValue() && !isGreeted(port, client.getKey())) {
                    laxer.add(client.getKey());
                }
            }
            assertThat(laxer).isEmpty();
        }
    }

    @Test
    void ourOwnCertificateIsCheckedAtTheStart() throws Exception {
        for (Map.Entry<String, String> each : SERVERS.entrySet()) {
            Path directory = credentials(each.getKey());
            try (RunningQmp server = ours(directory, "")) {
                if (each.getValue().isEmpty()) {
                    assertThat(ourPort(server)).as(each.getKey()).isPositive();
                } else {
                    assertThat(server.status()).as(each.getKey()).isEqualTo(1);
                    assertThat(server.stderr())
                            .contains(each.getValue().formatted(directory.resolve("server-cert.pem")))
                            .hasLineCount(1);
                }
            }
        }
    }

    @Test
    void whatQemuRefusesOfItsOwnCertificateIsRefusedHere() throws Exception {
        assumeTrue(Programs.isInstalled(QEMU), "no QEMU here to compare with");
        for (Map.Entry<String, String> each : SERVERS.entrySet()) {
            if (each.getValue().isEmpty()) {
                try (RunningQmp server = qemu(credentials(each.getKey()))) {
                    assertThat(qemuPort(server)).as(each.getKey()).isPositive();
                }
            }
        }
    }

    @Test
    void aServerOfAnotherNameIsRefusedAsByQemu() throws Exception {
        List<List<String>> programs = new ArrayList<>();
        programs.add(List.of(QmpImage.launcher().toString(), "serve"));
        if (Programs.isInstalled(QEMU)) {
            programs.add(List.of(QEMU, "-M", "none", "-nodefaults", "-display", "none"));
        }
        for (List<String> program : programs) {
            assertThat(isGreetedBy(program, "localhost", "good-server"))
                    .as("%s", program)
                    .isTrue();
            assertThat(isGreetedBy(program, "127.0.0.1", "elsewhere-server"))
                    .as("%s", program)
                    .isTrue();
            assertThat(isGreetedBy(program, "localhost", "elsewhere-server"))
                    .as("%s", program)
                    .isFalse();
        }
    }

    /** Whether a monitor that connects to a server of this name and with this certificate greets it. */
    private static boolean isGreetedBy(List<String> program, String host, String server) throws Exception {
        Process peer = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:0",
                        "-naccept",
                        "1",
                        "-cert",
                        table.resolve(server).resolve("cert.pem").toString(),
                        "-key",
                        table.resolve(server).resolve("key.pem").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = peer.inputReader()) {
            String line = output.readLine();
            while (!line.startsWith("ACCEPT")) {
                line = output.readLine();
            }
            String port = line.substring(line.lastIndexOf(':') + 1);
            List<String> command = new ArrayList<>(program);
            command.addAll(List.of(
                    "-object",
                    "tls-creds-x509,id=t,endpoint=client,dir=" + credentials("good-client"),
                    "-chardev",
                    "socket,id=m,tls-creds=t,host=" + host + ",port=" + port,
                    "-mon",
                    "chardev=m,mode=control"));
            try (RunningQmp client = RunningQmp.start(new ProcessBuilder(command))) {
                return output.lines().anyMatch(text -> text.contains("{\"QMP\""));
            }
        } finally {
            peer.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsAnErrorAndOneThatOthersCanReadAWarning() throws Exception {
        Path mixed = credentials("good-server");
        Files.copy(
                table.resolve("aimless-server/key.pem"),
                mixed.resolve("server-key.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        try (RunningQmp server = ours(mixed, "")) {
            assertThat(server.status()).isEqualTo(1);
            assertThat(server.stderr()).contains("does not belong to the certificate");
        }
        credentials("good-server");
        Files.setPosixFilePermissions(mixed.resolve("server-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        try (RunningQmp server = ours(mixed, "")) {
            server.awaitStderr("server-key.pem can be read by other users");
            assertThat(isGreeted(ourPort(server), "good-client")).isTrue();
        }
        credentials("good-server");
    }

    @Test
    void aHangUpReadsTheCredentialsAgainAndKeepsThoseThatWereGood() throws Exception {
        Path directory = Files.createDirectory(table.resolve("changing"));
        try (var files = Files.list(good)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.delete(directory.resolve("ca-crl.pem"));
        try (RunningQmp server = ours(directory, "")) {
            int port = ourPort(server);
            assertThat(isGreeted(port, "revoked-client")).isTrue();
            Files.copy(table.resolve("ca-crl.pem"), directory.resolve("ca-crl.pem"));
            RunningQmp.signal(server.process(), "HUP");
            server.awaitStderr("object t: credentials read again");
            assertThat(isGreeted(port, "revoked-client")).isFalse();
            Files.writeString(directory.resolve("server-cert.pem"), "nothing");
            RunningQmp.signal(server.process(), "HUP");
            server.awaitStderr("object t: the credentials stay as they are: Unable to import certificate");
            assertThat(isGreeted(port, "good-client")).isTrue();
        }
    }
}
