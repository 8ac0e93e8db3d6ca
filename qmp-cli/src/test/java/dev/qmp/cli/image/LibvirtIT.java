package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * libvirt's session daemon takes the image for a QEMU. What a virtual machine answers is recorded from a real QEMU first, by {@code qmp
 * record}, while libvirt does the same with it.
 */
@Tag("clients")
@Timeout(value = 10, unit = java.util.concurrent.TimeUnit.MINUTES)
class LibvirtIT {
    private static final Pattern VERSION = Pattern.compile("version ((\\d+\\.\\d+)\\.\\d+)");

    private final Path directory = QmpImage.shortDirectory();

    @Test
    void runsADomainAsOnTheRealQemu() throws Exception {
        for (String program : List.of("libvirtd", "virsh", "setpriv", "python3")) {
            assumeTrue(Programs.isInstalled(program), "no " + program + " here");
        }
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        Matcher version = VERSION.matcher(output(List.of(RunningQemu.PROGRAM, "--version")));
        assertThat(version.find()).isTrue();
        Path schema = Path.of("../../shared/qemu", version.group(2), "qapi").toAbsolutePath();
        assumeTrue(Files.isDirectory(schema), "no schema of this QEMU here");

        // The daemon of a session is for ordinary users, who may not be able to read the folder of the build.
        readable(directory);
        Path image = copy(QmpImage.directory(), "image");
        Path declarations = copy(schema, "qapi");
        Path recorder = resource("record.py");
        Path disk = Files.write(directory.resolve("disk.img"), new byte[1 << 20]);
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rw-rw-rw-"));

        String real = story(
                emulator(
                        "real",
                        "python3 " + recorder + " " + image + "/bin/qmp " + RunningQemu.PROGRAM + " " + directory
                                + "/$replies.json"),
                disk);
        String ours = story(
                emulator(
                        "ours",
                        image + "/bin/qmp serve --qemu --docs off --schema " + declarations + "/qapi-schema.json"
                                + " --report-version " + version.group(1) + " --replies " + directory
                                + "/$replies.json"),
                disk);
        assertThat(real).contains("<domainCapabilities>", "vda", "shut off");
        assertThat(ours).isEqualTo(real);
    }

    /** A program that answers as a machine without devices if libvirt asks what a QEMU can do, and as the domain's otherwise. */
    private Path emulator(String name, String command) throws IOException {
        Path script = directory.resolve(name);
        Files.writeString(
                script,
                "#!/bin/sh\ncase \"$*\" in *'-machine none'*) replies=probe ;; *) replies=domain ;; esac\nexec "
                        + command + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    /** Runs the story on an emulator; returns what virsh prints, with neutral names. */
    private String story(Path emulator, Path disk) throws Exception {
        Path home = Files.createDirectory(directory.resolve(emulator.getFileName() + ".d"));
        readable(home);
        List<String> command = new ArrayList<>();
        if (output(List.of("id", "-u")).strip().equals("0")) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.addAll(List.of(
                "bash", resource("libvirt.sh").toString(), emulator.toString(), home.toString(), disk.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        try (RunningQmp virsh = RunningQmp.start(builder)) {
            int status = virsh.statusWithin(300);
            String log = Files.readString(home.resolve("libvirtd.log"));
            assertThat(status).as(() -> virsh.stdout() + virsh.stderr() + log).isZero();
            return virsh.stdout().replace(home.toString(), "HOME").replace(emulator.toString(), "EMULATOR");
        }
    }

    private Path resource(String name) throws IOException, URISyntaxException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            Files.copy(Path.of(LibvirtIT.class.getResource("clients/" + name).toURI()), file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return file;
    }

    private Path copy(Path folder, String name) throws Exception {
        Path target = directory.resolve(name);
        assertThat(output(List.of("cp", "-rL", folder.toString(), target.toString())))
                .isEmpty();
        assertThat(output(List.of("chmod", "-R", "a+rX", target.toString()))).isEmpty();
        return target;
    }

    private static void readable(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static String output(List<String> command) {
        try (RunningQmp process = RunningQmp.start(new ProcessBuilder(command))) {
            assertThat(process.status()).as(process::stderr).isZero();
            return process.stdout();
        }
    }
}
