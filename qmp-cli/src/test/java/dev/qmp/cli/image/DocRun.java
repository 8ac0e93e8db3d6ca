package dev.qmp.cli.image;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.cli.image.DocPage.Block;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of a page's shell blocks, in one shell, as a reader would type them: in a folder with what the project's folder holds,
 * and with nothing on the path but what is installed.
 */
final class DocRun {
    private static final Pattern UNIX_SOCKET = Pattern.compile("(?:unix:|path=)([^/,\\s]+)(?:,server=on|\\s|$)");
    private static final long PATIENCE_MINUTES = 10;

    /** What stands for any free port on the pages. */
    private static final String ANY_PORT = "44440";

    /** The clients wait longer than a reader would, for the sake of slow machines. */
    private static final String PATIENT_CLIENTS = """
            qmp() {
                case $1 in
                    exec | events | shell) command qmp "$1" --timeout 120 "${@:2}" ;;
                    *) command qmp "$@" ;;
                esac
            }
            """;

    private final Path page;
    private final List<Block> blocks;
    private final Path work;
    private final Path project;
    private final Path temporary;

    private DocRun(Path page) throws IOException {
        this.page = page;
        blocks = DocPage.blocks(page);
        work = QmpImage.shortDirectory();
        project = Files.createDirectory(work.resolve("project"));
        temporary = Files.createDirectory(work.resolve("tmp"));
    }

    /** Runs a page's blocks, and checks what they print and what they leave. Returns all that was printed. */
    static String of(Path page) throws IOException, InterruptedException {
        DocRun run = new DocRun(page);
        run.execute();
        run.compareOutputs();
        assertThat(names(run.project))
                .as("what %s leaves in the project's folder", page)
                .containsExactlyElementsOf(Stream.concat(DocPage.PROJECT_FILES.stream(), Stream.of("target"))
                        .sorted()
                        .toList());
        assertThat(names(run.project.resolve("target")))
                .as("what %s leaves in target", page)
                .containsExactly("try");
        assertThat(names(run.temporary)).as("what %s leaves in $TMPDIR", page).isEmpty();
        String printed = run.printed();
        run.delete();
        return printed;
    }

    private void execute() throws IOException, InterruptedException {
        for (String name : DocPage.PROJECT_FILES) {
            Files.createSymbolicLink(project.resolve(name), DocPage.PROJECT.resolve(name));
        }
        Path script = work.resolve("page.sh");
        Files.writeString(script, script());
        ProcessBuilder builder =
                Programs.withJdk(new ProcessBuilder("bash", script.toString())).directory(project.toFile());
        builder.environment().put("TMPDIR", temporary.toString());
        builder.redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("page.out").toFile());
        Process shell = builder.start();
        boolean ended = shell.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
        assertThat(ended)
                .as("%s: a block, or a server that it starts, does not end; printed: %s", page, printed())
                .isTrue();
        assertThat(shell.exitValue())
                .as("%s: a block failed; printed: %s", page, printed())
                .isZero();
    }

    private String script() throws IOException {
        StringBuilder script = new StringBuilder("set -euo pipefail\nset -m\n" + PATIENT_CLIENTS);
        script.append("trap 'for job in $(jobs -p); do kill -9 -- -$job || true; done 2>/dev/null' EXIT\n");
        for (Block block : blocks) {
            if (block.is("file")) {
                Path file = work.resolve("block-" + block.line() + ".txt");
                Files.writeString(file, block.text());
                script.append("cp " + file + " " + block.argument() + "\n");
            } else if (block.language().equals("sh") && !block.is("ci")) {
                append(script, block);
            }
        }
        try (ServerSocket free = new ServerSocket(0)) {
            return script.append("wait\n").toString().replace(ANY_PORT, String.valueOf(free.getLocalPort()));
        }
    }

    private void append(StringBuilder script, Block block) {
        String programs = block.is("server") || block.is("needs") ? block.argument() : "";
        String installed = programs.isEmpty()
                ? "true"
                : Arrays.stream(programs.split(" "))
                        .map(program -> "command -v " + program)
                        .collect(joining(" && "));
        script.append("if { " + installed + "; } >/dev/null; then\n");
        script.append("{\n" + block.text() + "} > " + output(block) + " 2>&1");
        if (block.is("server")) {
            script.append(" &\n");
            UNIX_SOCKET
                    .matcher(block.text())
                    .results()
                    .forEach(socket ->
                            script.append("until [ -S " + socket.group(1) + " ]; do kill -0 $!; sleep 0.05; done\n"));
        }
        script.append("\nfi\n");
    }

    private Path output(Block block) {
        return work.resolve("block-" + block.line() + ".out");
    }

    private void compareOutputs() throws IOException {
        Path output = work;
        boolean mayLackTools = false;
        for (Block block : blocks) {
            if (block.language().equals("sh")) {
                output = output(block);
                mayLackTools = block.is("needs");
            } else if (block.is("output") && !(mayLackTools && Files.notExists(output))) {
                assertThat(Files.readString(output).replace("\r\n", "\n").strip())
                        .as("%s, line %d", page, block.line())
                        .matches(pattern(block.text().strip()));
            }
        }
    }

    /** What a page says is printed, as a pattern: "..." stands for anything. */
    private static Pattern pattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(joining(".*?")), Pattern.DOTALL);
    }

    private String printed() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".out")).sorted().toList()) {
                all.append('\n').append(file.getFileName()).append(":\n").append(Files.readString(file));
            }
            return all.toString();
        }
    }

    /** Deletes what the run made; after a failure it stays, to be looked at. */
    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
