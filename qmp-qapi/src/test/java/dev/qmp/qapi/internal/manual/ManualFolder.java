package dev.qmp.qapi.internal.manual;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** A manual on disk, read as XML, and what is wrong with it. */
public final class ManualFolder {
    private final Map<String, PageReader> pages = new TreeMap<>();
    private final Set<String> files = new HashSet<>();

    private ManualFolder() {}

    /** Reads all pages of a folder. */
    public static ManualFolder read(Path directory) throws IOException {
        ManualFolder folder = new ManualFolder();
        try (Stream<Path> list = Files.list(directory)) {
            for (Path file : list.sorted().toList()) {
                String name = file.getFileName().toString();
                folder.files.add(name);
                if (name.endsWith(".html")) {
                    PageReader reader = new PageReader();
                    parse(Files.readString(file), reader);
                    folder.pages.put(name, reader);
                }
            }
        }
        return folder;
    }

    /** Parses a page, or a piece of one, strictly. */
    public static void parse(String text, DefaultHandler handler) {
        try {
            SAXParserFactory.newInstance().newSAXParser().parse(new InputSource(new StringReader(text)), handler);
        } catch (SAXException | ParserConfigurationException | IOException e) {
            throw new AssertionError(e.getMessage() + " in: " + text.substring(0, Math.min(text.length(), 2000)), e);
        }
    }

    /** Returns the names of the pages. */
    public Set<String> pages() {
        return pages.keySet();
    }

    /** Returns how many links lead to places within the manual. */
    public int links() {
        return pages.values().stream().mapToInt(page -> page.links.size()).sum();
    }

    /** Returns the ids of a page. */
    public Set<String> ids(String page) {
        return pages.get(page).ids;
    }

    /** Returns where a page's links lead. */
    public List<String> links(String page) {
        return pages.get(page).links;
    }

    /** Returns all that is wrong: links that lead nowhere, ids used twice, headings out of order, foreign resources. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        pages.forEach((name, page) -> {
            for (String fault : page.faults) {
                faults.add(name + ": " + fault);
            }
            for (String link : page.links) {
                if (!resolves(name, link)) {
                    faults.add(name + ": leads nowhere: " + link);
                }
            }
        });
        return faults;
    }

    private boolean resolves(String from, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        PageReader page = pages.get(file.isEmpty() ? from : file);
        if (hash < 0 || page == null) {
            return hash < 0 && files.contains(file);
        }
        return page.ids.contains(link.substring(hash + 1));
    }

    /** Collects what matters of a page. */
    private static final class PageReader extends DefaultHandler {
        private final Set<String> ids = new HashSet<>();
        private final List<String> links = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final Map<String, Integer> landmarks = new LinkedHashMap<>();
        private int level;

        @Override
        public void startElement(String uri, String localName, String tag, Attributes attributes) {
            landmarks.merge(tag, 1, Integer::sum);
            String id = attributes.getValue("id");
            if (id != null && !ids.add(id)) {
                faults.add("id used twice: " + id);
            }
            for (String name : List.of("href", "src")) {
                String link = attributes.getValue(name);
                boolean outward = link != null && (link.startsWith("http://") || link.startsWith("https://"));
                if (outward && !tag.equals("a")) {
                    faults.add("foreign resource: " + link);
                }
                if (link != null && !outward && !link.startsWith("data:")) {
                    links.add(link);
                }
            }
            if (tag.length() == 2 && tag.charAt(0) == 'h' && Character.isDigit(tag.charAt(1))) {
                int next = tag.charAt(1) - '0';
                if (next > level + 1 || (next == 1 && level > 0)) {
                    faults.add("heading " + tag + " after h" + level);
                }
                level = next;
            }
        }

        @Override
        public void endDocument() {
            for (String landmark : List.of("main", "h1", "title")) {
                if (landmarks.getOrDefault(landmark, 0) != 1) {
                    faults.add("not exactly one " + landmark);
                }
            }
        }
    }
}
