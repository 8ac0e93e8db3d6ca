package dev.qmp.cli.image;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages about the project's structure: they name what is there. */
class DocMapIT {
    private static final Path ARCHITECTURE = DocPage.PROJECT.resolve("docs/architecture.md");
    private static final Path DECISIONS = DocPage.PROJECT.resolve("docs/decisions");
    private static final Pattern PACKAGE_ROW = Pattern.compile("(?m)^\\| `(dev\\.qmp[a-z.]*)`");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+[A-Z]\\w*)(?:\\.\\w+)*(?:\\(.*?\\))?`");

    /** Named on these pages, too, and not ours. */
    private static final Set<String> OF_OTHERS = Set.of("CompletionStage", "JsonValue", "ModuleLayer", "ServiceLoader");

    @Test
    void theMapNamesEveryPackageAndNoOther() throws IOException {
        TreeSet<String> packages = sources("src/main/java")
                .filter(source -> source.getNameCount() > 1)
                .map(source -> source.getParent().toString().replace('/', '.'))
                .collect(toCollection(TreeSet::new));
        assertThat(names(PACKAGE_ROW, ARCHITECTURE)).isEqualTo(packages);
    }

    @Test
    void theClassesThatAreNamedExist() throws IOException {
        TreeSet<String> classes = sources("src")
                .map(source -> source.getFileName().toString().replace(".java", ""))
                .collect(toCollection(TreeSet::new));
        classes.addAll(OF_OTHERS);
        for (Path page : DocPage.all()) {
            if (page.startsWith(DECISIONS) || page.equals(ARCHITECTURE)) {
                assertThat(classes).as(page.toString()).containsAll(names(CLASS_NAME, page));
            }
        }
    }

    private static Set<String> names(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page))
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(toCollection(TreeSet::new));
    }

    /** The Java files of all modules in one of their folders, and what they are called from there on. */
    private static Stream<Path> sources(String folder) throws IOException {
        List<Path> sources = new ArrayList<>();
        List<Path> modules = new ArrayList<>(List.of(DocPage.PROJECT.resolve("qmp-chardev/junixsocket")));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(DocPage.PROJECT, "qmp-*")) {
            folders.forEach(modules::add);
        }
        for (Path module : modules) {
            Path root = module.resolve(folder);
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(root::relativize)
                        .forEach(sources::add);
            }
        }
        return sources.stream();
    }
}
