package dev.qmp.chardev.internal.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    @TempDir
    Path directory;

    private static void append(Path path, String text) throws IOException {
        try (FileChannel file = PrivateFiles.open(path, StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        }
    }

    @Test
    void aNewFileIsForItsOwnerOnlyAndAnOldOneKeepsItsMode() throws IOException {
        Path made = directory.resolve("made");
        append(made, "a");
        append(made, "b");
        assertThat(made).hasContent("ab");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rw-------");
        Path old = Files.writeString(directory.resolve("old"), "x");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r-----"));
        append(old, "y");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(old)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aLinkToAFileOfOursIsFollowed() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "1");
        append(Files.createSymbolicLink(directory.resolve("link"), target), "2");
        assertThat(target).hasContent("12");
    }

    @Test
    void aLinkToAFileOfSomebodyElseOrToNoneIsRefused() throws IOException {
        Path nowhere = Files.createSymbolicLink(directory.resolve("nowhere"), directory.resolve("missing"));
        assertThatThrownBy(() -> append(nowhere, "x")).isInstanceOf(IOException.class);
        assertThat(directory.resolve("missing")).doesNotExist();
        Path foreign = Files.writeString(directory.resolve("foreign"), "theirs");
        Process chown = new ProcessBuilder("chown", "12345", foreign.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assumeTrue(chown.waitFor() == 0, "only root can give files away");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Path link = Files.createSymbolicLink(directory.resolve("link"), foreign);
        assertThatThrownBy(() -> append(link, "ours"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a link to a file of another user");
        assertThat(foreign).hasContent("theirs");
    }

    @Test
    void aDeviceIsWrittenThrough() throws IOException {
        append(Path.of("/dev/null"), "x");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }
}
