package dev.qmp.cli.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fenced blocks of a page of documentation, each with what a comment directly above it says.
 *
 * <pre>
 * &lt;!-- file: NAME --&gt;       the block is saved as that file, in a folder that the blocks before it have made
 * &lt;!-- server --&gt;           the sh block has a terminal of its own; what follows waits for its unix sockets
 * &lt;!-- server: A B --&gt;      the same where these programs are installed
 * &lt;!-- needs: A B --&gt;       the sh block runs only where these programs are installed
 * &lt;!-- ci --&gt;               the sh block is for CI: each of its lines stands in .ci/run
 * &lt;!-- output --&gt;           the text block is what the sh block before it prints; "..." stands for anything
 * </pre>
 */
final class DocPage {
    static final Path PROJECT = QmpImage.directory().resolve("../../..").normalize();

    /** The page that {@link JfrIT} runs. */
    static final Path JFR = PROJECT.resolve("docs/jfr.md");

    /** What of the project's folder the blocks use. */
    static final List<String> PROJECT_FILES = List.of("docs", "pom.xml", "qmp-cli");

    /** A block, the number of its first line, the text since the block before it, and the directive with its argument. */
    record Block(int line, String above, String language, String directive, String argument, String text) {
        boolean is(String wanted) {
            return directive.equals(wanted);
        }

        /** Returns whether this is typed into a shell, by readers and by {@link DocRun}. */
        boolean isTyped() {
            return language.equals("sh") && !is("ci");
        }
    }

    private DocPage() {}

    /** Returns the README and all other pages, in the order of their names. */
    static List<Path> all() throws IOException {
        try (Stream<Path> top = Files.list(PROJECT);
                Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    static List<Block> blocks(Path page) {
        List<String> lines = lines(page);
        List<Block> blocks = new ArrayList<>();
        int after = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) {
                continue;
            }
            String[] comment = comment(i == 0 ? "" : lines.get(i - 1));
            int first = i + 1;
            StringBuilder text = new StringBuilder();
            for (i = first; !lines.get(i).startsWith("```"); i++) {
                text.append(lines.get(i)).append('\n');
            }
            String above = String.join("\n", lines.subList(after, first - 1));
            after = i + 1;
            String language = lines.get(first - 1).substring(3);
            blocks.add(new Block(first + 1, above, language, comment[0], comment[1], text.toString()));
        }
        return blocks;
    }

    private static String[] comment(String line) {
        if (!line.startsWith("<!-- ") || !line.endsWith(" -->")) {
            return new String[] {"", ""};
        }
        String inside = line.substring("<!-- ".length(), line.length() - " -->".length());
        int colon = inside.indexOf(':');
        return colon < 0
                ? new String[] {inside, ""}
                : new String[] {
                    inside.substring(0, colon), inside.substring(colon + 1).strip()
                };
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
