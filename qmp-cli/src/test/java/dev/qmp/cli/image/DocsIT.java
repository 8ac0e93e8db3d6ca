package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.cli.image.DocPage.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The shell blocks of the README and of the pages under docs: all of them run, print what the page says, and leave nothing outside
 * of {@code target/try}; and a reader is told what to type where.
 */
class DocsIT {
    /** Two pages at a time: their programs wait for each other more than they compute. */
    private static final ExecutorService RUNS = Executors.newFixedThreadPool(2);

    /** What a new user types. */
    private static final List<Path> FIRST =
            List.of(DocPage.PROJECT.resolve("README.md"), DocPage.PROJECT.resolve("docs/tutorial.md"));

    @TestFactory
    Stream<DynamicTest> theShellBlocksOfTheFirstPagesRun() {
        return run(FIRST);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> theShellBlocksOfAllOtherPagesRun() throws IOException {
        return run(typedPages().stream()
                .filter(page -> !FIRST.contains(page) && !page.equals(DocPage.JFR))
                .toList());
    }

    private static Stream<DynamicTest> run(List<Path> pages) {
        return pages.stream()
                .map(page -> {
                    Future<String> run = RUNS.submit(() -> DocRun.of(page));
                    return DynamicTest.dynamicTest(name(page), run::get);
                })
                .toList()
                .stream();
    }

    @AfterAll
    static void stop() {
        RUNS.shutdownNow();
    }

    @Test
    void aPageBeginsWithThePathAndAScratchFolder() throws IOException {
        assertThat(typedPages()).allSatisfy(page -> {
            Block first = typed(page).get(0);
            assertThat(first.text())
                    .as(name(page))
                    .contains("PATH=$PATH:$PWD/qmp-cli/target/qmp/bin\n", "cd target/try/");
            assertThat(first.above()).as(name(page)).contains("In the project's folder, in each terminal");
        });
    }

    @Test
    void aServerHasATerminalOfItsOwn() throws IOException {
        assertThat(typedPages()).allSatisfy(page -> {
            List<Block> typed = typed(page);
            for (int i = 0; i < typed.size(); i++) {
                if (typed.get(i).is("server")) {
                    assertThat(typed.get(i).above() + typed.get(i + 1).above())
                            .as("%s, line %d", name(page), typed.get(i).line())
                            .contains("terminal");
                }
            }
        });
    }

    @Test
    void aFileThatIsToBeSavedIsNamedInTheText() throws IOException {
        assertThat(DocPage.all())
                .allSatisfy(page -> assertThat(DocPage.blocks(page))
                        .filteredOn(block -> block.is("file"))
                        .allSatisfy(block -> assertThat(block.above())
                                .as("%s, line %d", name(page), block.line())
                                .contains("`" + block.argument() + "`")));
    }

    @Test
    void noBlockHidesAFailureOrUsesNamesThatUsersShare() throws IOException {
        assertThat(typedPages())
                .allSatisfy(page -> assertThat(DocPage.blocks(page))
                        .filteredOn(block -> block.isTyped() || block.is("file"))
                        .allSatisfy(block -> assertThat(block.text())
                                .as("%s, line %d", name(page), block.line())
                                .doesNotContain("|| true", "/tmp", "createTemp")));
    }

    @Test
    void whatIsForCiStandsThere() throws IOException {
        String ci = Files.readString(DocPage.PROJECT.resolve(".ci/run"));
        List<String> lines = new ArrayList<>();
        for (Path page : DocPage.all()) {
            DocPage.blocks(page).stream()
                    .filter(block -> block.is("ci"))
                    .flatMap(block -> block.text().lines())
                    .forEach(line -> lines.add(line.strip()));
        }
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(ci).contains(line));
    }

    private static List<Path> typedPages() throws IOException {
        return DocPage.all().stream().filter(page -> !typed(page).isEmpty()).toList();
    }

    private static List<Block> typed(Path page) {
        return DocPage.blocks(page).stream().filter(Block::isTyped).toList();
    }

    private static String name(Path page) {
        return DocPage.PROJECT.relativize(page).toString();
    }
}
