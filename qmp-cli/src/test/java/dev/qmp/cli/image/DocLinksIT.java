package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The links between the README and the pages under docs. */
class DocLinksIT {
    private static final Pattern ID = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");

    /** A link to a page, and to a heading or an id there unless that is empty. */
    private record Link(Path target, String anchor) {}

    @Test
    void leadToFilesAndHeadingsThatExist() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : DocPage.all()) {
            for (Link link : links(page).toList()) {
                if (!Files.exists(link.target())
                        || (!link.anchor().isEmpty() && !anchors(link.target()).contains(link.anchor()))) {
                    broken.add(DocPage.PROJECT.relativize(page) + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        Set<Path> reached = new TreeSet<>();
        Deque<Path> unread = new ArrayDeque<>(List.of(DocPage.PROJECT.resolve("README.md")));
        while (!unread.isEmpty()) {
            Path page = unread.remove();
            if (reached.add(page)) {
                links(page)
                        .map(Link::target)
                        .filter(target -> target.toString().endsWith(".md"))
                        .forEach(unread::add);
            }
        }
        assertThat(reached).containsAll(DocPage.all());
    }

    @Test
    void noTwoRulesOfTheSpecificationHaveOneId() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path page : DocPage.all()) {
            ids.addAll(ids(page));
        }
        assertThat(ids).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    }

    private static Stream<Link> links(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map(link -> new Link(
                        link.group(1).isEmpty()
                                ? page
                                : page.resolveSibling(link.group(1)).normalize(),
                        link.group(2) == null ? "" : link.group(2)));
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
