package dev.qmp.cli.image;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.qmp.cli.image.DocPage.Block;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every shell block of the README and of the pages under docs, page by page in one shell, in a folder that looks like the
 * project's and has the image's programs on its path; compares what a page says that they print.
 */
class DocsIT {
    private static final Path PROJECT = QmpImage.directory().resolve("../../..").normalize();
    private static final Pattern UNIX_SOCKET = Pattern.compile("(?:unix:|path=)(/tmp/[^,\\s]+),server=on");
    private static final long PATIENCE_MINUTES = 2;

    @TestFactory
    Stream<DynamicTest> everyShellBlockRuns() throws IOException {
        try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            List<Path> pages = Stream.concat(
                            Stream.of(PROJECT.resolve("README.md")),
                            docs.filter(f -> f.toString().endsWith(".md")))
                    .sorted()
                    .toList();
            return pages.stream()
                    .filter(page -> DocPage.blocks(page).stream()
                            .anyMatch(block -> block.language().equals("sh")))
                    .map(page ->
                            DynamicTest.dynamicTest(PROJECT.relativize(page).toString(), () -> run(page)));
        }
    }

    private static void run(Path page) throws Exception {
        Path folder = likeTheProject();
        List<Block> blocks = DocPage.blocks(page);
        Path script = folder.resolve("page.sh");
        Files.writeString(script, script(folder, blocks));
        ProcessBuilder builder =
                Programs.withJdk(new ProcessBuilder("bash", script.toString())).directory(folder.toFile());
        String image = QmpImage.directory().resolve("bin").toString();
        builder.environment().merge("PATH", image, (path, more) -> path + File.pathSeparator + more);
        builder.redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("page.out").toFile());
        Process shell = builder.start();
        boolean ended = shell.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
        if (!ended || shell.exitValue() != 0) {
            fail("%s: a block %s; what was printed: %s", page, ended ? "failed" : "did not end", printed(folder));
        }
        compare(page, folder, blocks);
    }

    /** A new folder with links to what the project's folder holds. */
    private static Path likeTheProject() throws IOException {
        Path folder = QmpImage.shortDirectory();
        for (String name : List.of("qmp-cli", "docs", "pom.xml")) {
            Files.createSymbolicLink(folder.resolve(name), PROJECT.resolve(name));
        }
        return folder;
    }

    private static String script(Path folder, List<Block> blocks) throws IOException {
        StringBuilder script = new StringBuilder("set -euo pipefail\nset -m\n");
        script.append("trap 'for job in $(jobs -p); do kill -9 -- -$job || true; done 2>/dev/null' EXIT\n");
        for (Block block : blocks) {
            if (block.is("file")) {
                Path file = folder.resolve(block.argument());
                Files.createDirectories(file.getParent());
                Files.writeString(file, block.text());
            } else if (block.language().equals("sh")) {
                append(script, folder, block);
            }
        }
        return script.toString();
    }

    private static void append(StringBuilder script, Path folder, Block block) throws IOException {
        Path output = output(folder, block);
        if (block.is("ci")) {
            String ci = Files.readString(PROJECT.resolve(".ci/run"));
            block.text().lines().forEach(line -> assertThat(ci).contains(line.strip()));
        } else if (block.is("server")) {
            Matcher sockets = UNIX_SOCKET.matcher(block.text());
            List<String> names =
                    sockets.results().map(result -> result.group(1)).toList();
            script.append(ifInstalled(block.argument()));
            names.forEach(name -> script.append("rm -f ").append(name).append('\n'));
            script.append("{\n")
                    .append(block.text())
                    .append("} > ")
                    .append(output)
                    .append(" 2>&1 &\n");
            names.forEach(name -> script.append("until [ -S ").append(name).append(" ]; do sleep 0.05; done\n"));
            script.append("fi\n");
        } else {
            script.append(ifInstalled(block.is("needs") ? block.argument() : ""));
            script.append("{\n").append(block.text()).append("} > ").append(output);
            script.append(" 2>&1\nfi\n");
        }
    }

    /** The beginning of what is run only where some programs are installed. */
    private static String ifInstalled(String programs) {
        String found = programs.isEmpty()
                ? "true"
                : Arrays.stream(programs.split(" "))
                        .map(program -> "command -v " + program)
                        .collect(joining(" && "));
        return "if { " + found + "; } >/dev/null; then\n";
    }

    private static Path output(Path folder, Block block) {
        return folder.resolve("block-" + block.line() + ".out");
    }

    private static void compare(Path page, Path folder, List<Block> blocks) throws IOException {
        Path output = folder;
        boolean mayLackTools = false;
        for (Block block : blocks) {
            if (block.language().equals("sh")) {
                output = output(folder, block);
                mayLackTools = block.is("needs");
            } else if (block.is("output") && !(mayLackTools && Files.notExists(output))) {
                assertThat(Files.readString(output).replace("\r\n", "\n").strip())
                        .as("%s, line %d", page, block.line())
                        .matches(pattern(block.text().strip()));
            }
        }
    }

    /** What a page prints, as a pattern: "..." stands for anything. */
    private static Pattern pattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(joining(".*?")), Pattern.DOTALL);
    }

    private static String printed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".out")).sorted().toList()) {
                all.append('\n').append(file.getFileName()).append(":\n").append(Files.readString(file));
            }
            return all.toString();
        }
    }
}
