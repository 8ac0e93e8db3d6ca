package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The links between the README and the pages under docs. */
class DocLinksIT {
    private static final Path PROJECT = QmpImage.directory().resolve("../../..").normalize();
    private static final Pattern ID = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");

    @Test
    void leadToFilesAndHeadingsThatExist() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)
                        || (link.group(2) != null && !anchors(target).contains(link.group(2)))) {
                    broken.add(PROJECT.relativize(page) + ": " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsLinkedFromTheReadme() throws IOException {
        String readme = Files.readString(PROJECT.resolve("README.md"));
        assertThat(pages())
                .allSatisfy(page -> assertThat(
                                readme.contains("(" + PROJECT.relativize(page)) || page.endsWith("README.md"))
                        .as(page.toString())
                        .isTrue());
    }

    @Test
    void noTwoRulesOfTheSpecificationHaveOneId() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path page : pages()) {
            ids.addAll(ids(page));
        }
        assertThat(ids).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(PROJECT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    /** Returns where a link may lead in a page: its headings, as the usual renderers name them, and the ids it sets. */
    private static List<String> anchors(Path page) throws IOException {
        Stream<String> headings = Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'));
        return Stream.concat(headings, ids(page).stream()).toList();
    }

    private static List<String> ids(Path page) throws IOException {
        return ID.matcher(Files.readString(page))
                .results()
                .map(id -> id.group(1))
                .toList();
    }
}
